"""The stamp of the registers: a new value with every change of one of them, written by the database's triggers."""

import uuid

from django.db import models


class RegisterStamp(models.Model):
    """One row (id 1), renewed in the transaction of every change of the tables `offices.register` keeps."""

    value = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="register_stamp_is_one")]

    def __str__(self) -> str:
        return str(self.value)

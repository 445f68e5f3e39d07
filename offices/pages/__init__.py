"""What the pages of every app share: who asks, the side, an act as a form, what templates say of states and times."""

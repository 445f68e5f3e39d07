"""Small real servers that take webhooks over TLS, as honest or as bad as a test wants them."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HOST = "bank.example"
Behaviour = Callable[[ssl.SSLSocket], None]


@dataclass
class Receiver:
    """What came, head and body apart; `behave` answers."""

    port: int
    got: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}/events?of=acts"


def ok(line: ssl.SSLSocket) -> None:
    line.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")


def redirects(line: ssl.SSLSocket) -> None:
    line.sendall(b"HTTP/1.1 307 x\r\nLocation: https://127.0.0.1/\r\nContent-Length: 0\r\n\r\n")


def fails(line: ssl.SSLSocket) -> None:
    line.sendall(b"HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n")


def hangs(line: ssl.SSLSocket) -> None:
    with contextlib.suppress(OSError):
        line.settimeout(30)
        line.recv(1)


def drips(line: ssl.SSLSocket) -> None:
    """A byte of the head now and then, for ever."""
    line.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(300):
        line.sendall(b"x")
        time.sleep(0.1)


def floods(line: ssl.SSLSocket) -> None:
    """A gigabyte, as long as anybody reads."""
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n")
    for _ in range(16384):
        line.sendall(b"x" * 65536)


def certificate(folder: Path) -> Path:
    """A key and a certificate for HOST that signs itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    names = [x509.DNSName(HOST), x509.IPAddress(ip_address("192.0.2.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "receiver.pem"
    kind = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    file.write_bytes(key.private_bytes(kind, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(kind))
    return file


@contextlib.contextmanager
def listening(pem: Path, behave: Behaviour) -> Iterator[Receiver]:
    """A receiver on a free port of this machine, one connection a thread."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with socket.create_server(("127.0.0.1", 0)) as server:
        receiver = Receiver(server.getsockname()[1])
        threading.Thread(target=_serve, args=(server, context, receiver, behave), daemon=True).start()
        yield receiver


def _serve(server: socket.socket, context: ssl.SSLContext, receiver: Receiver, behave: Behaviour) -> None:
    while True:
        try:
            line, _ = server.accept()
        except OSError:
            return
        threading.Thread(target=_one, args=(line, context, receiver, behave), daemon=True).start()


def _one(line: socket.socket, context: ssl.SSLContext, receiver: Receiver, behave: Behaviour) -> None:
    with contextlib.suppress(OSError), context.wrap_socket(line, server_side=True) as safe:
        text = b""
        while b"\r\n\r\n" not in text:
            text += safe.recv(65536)
        head, _, body = text.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        while len(body) < length:
            body += safe.recv(65536)
        receiver.got.append((head.decode(), body))
        behave(safe)

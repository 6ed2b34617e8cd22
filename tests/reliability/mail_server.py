"""A small SMTP server of our own that takes e-mails, refuses them or says nothing, as it is told."""

import socketserver
import threading
from typing import Any

ACCEPT, REFUSE, HANG_UP = "accept", "refuse", "hang up"


class _Session(socketserver.StreamRequestHandler):
    server: "_Listener"

    def handle(self) -> None:
        self._say("220 ready")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"QUIT":
                self._say("221 bye")
                return
            if word == b"RCPT" and self.server.mail.mode == REFUSE:
                self.server.mail.refused += 1
                self._say("451 not now")
            elif word != b"DATA":
                self._say("250 ok")
            elif not self._data():
                return

    def _data(self) -> bool:
        """Take the words of one e-mail; False if we hang up before saying that we have it."""
        self._say("354 go on")
        text = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            text.append(line.decode(errors="replace"))
        if self.server.mail.mode == HANG_UP:
            self.server.mail.refused += 1
            return False
        self.server.mail.messages.append("".join(text).replace("\r\n", "\n"))
        self.server.mail.message_ids += [line.split()[1] for line in text if line.lower().startswith("message-id:")]
        self._say("250 taken")
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    mail: "MailServer"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed in mid-sentence is what we are here for."""


class MailServer:
    """Listens from its making until `stop`; `messages` and their `message_ids` are what it said it has, repeats included."""

    def __init__(self) -> None:
        self.mode = ACCEPT
        self.refused = 0
        self.messages: list[str] = []
        self.message_ids: list[str] = []
        self._listener = _Listener(("127.0.0.1", 0), _Session)
        self._listener.mail = self
        threading.Thread(target=self._listener.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._listener.server_address[1]}"

    def stop(self) -> None:
        self._listener.shutdown()
        self._listener.server_close()

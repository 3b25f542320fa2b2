"""A small editor: speaks the Language Server Protocol with the real YAML language server, over its standard streams."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

PLACES = (
    os.environ.get("YAML_LANGUAGE_SERVER", ""),
    "yaml-language-server",
    str(Path(__file__).parents[2] / "node_modules" / ".bin" / "yaml-language-server"),
)
SERVER = next((found for found in map(shutil.which, filter(None, PLACES)) if found), None)
"""The server's command: named by an environment variable, in PATH, or installed by npm in this folder."""

Json = Any


class Editor:
    """The server, and the files that are open in it."""

    def __init__(self, folder: Path) -> None:
        assert SERVER is not None
        self.process = subprocess.Popen(
            [SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder
        )
        self.folder, self.asked, self.opened = folder, 0, 0
        able = {
            "textDocument": {
                "hover": {"contentFormat": ["markdown"]},
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                "publishDiagnostics": {},
            },
            "workspace": {"configuration": True},
        }
        root = folder.as_uri()
        folders = [{"uri": root, "name": "root"}]
        self.ask("initialize", {"processId": None, "rootUri": root, "workspaceFolders": folders, "capabilities": able})
        self.tell("initialized", {})
        # Nothing from the network: no catalogue of schemas.
        self.tell("workspace/didChangeConfiguration", {"settings": _settings()})

    def close(self) -> None:
        """End the server."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        self.process.communicate(timeout=10)

    def problems(self, *texts: str) -> list[list[str]]:
        """What the server finds wrong with each of some texts, with its line, from 1."""
        opened = [self._open(text) for text in texts]
        found: dict[str, list[Json]] = {}
        while not found.keys() >= set(opened):
            message = self._receive()
            if message.get("method") == "textDocument/publishDiagnostics":
                found[message["params"]["uri"]] = message["params"]["diagnostics"]
        return [[f"{one['range']['start']['line'] + 1}: {one['message']}" for one in found[uri]] for uri in opened]

    def complete(self, text: str) -> list[Json]:
        """What the server offers where `|` stands in the text."""
        answer = self._ask_at_cursor("textDocument/completion", text)
        return list(answer["items"] if isinstance(answer, dict) else answer or [])

    def hover(self, text: str) -> str:
        """What the server shows over the word at which `|` stands in the text."""
        answer = self._ask_at_cursor("textDocument/hover", text)
        return str(answer["contents"]["value"]) if answer else ""

    def _ask_at_cursor(self, method: str, text: str) -> Json:
        before, _, after = text.partition("|")
        place = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
        return self.ask(method, {"textDocument": {"uri": self._open(before + after)}, "position": place})

    def _open(self, text: str) -> str:
        self.opened += 1
        uri = (self.folder / f"opened-{self.opened}.yaml").as_uri()
        self.tell(
            "textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}}
        )
        return uri

    def ask(self, method: str, params: Json) -> Json:
        """Ask something, and wait for the answer."""
        self.asked += 1
        self._send({"id": self.asked, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self.asked and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def tell(self, method: str, params: Json) -> None:
        """Say something that is not answered."""
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Json]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _receive(self) -> Json:
        """The next message that is for us; what the server wants to know itself is answered on the way."""
        message = self._read()
        while "id" in message and "method" in message:
            items = message.get("params", {}).get("items", [])
            result = [_settings().get(item.get("section")) for item in items] if items else None
            self._send({"id": message["id"], "result": result})
            message = self._read()
        return message

    def _read(self) -> Json:
        stream = self.process.stdout
        assert stream is not None
        length = 0
        while line := stream.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the language server has gone"
        return json.loads(stream.read(length))


def _settings() -> dict[str, Json]:
    return {
        "yaml": {
            "validate": True,
            "hover": True,
            "completion": True,
            "schemaStore": {"enable": False},
            "kubernetesCRDStore": {"enable": False},
        },
        "http": {},
        "[yaml]": {},
        "editor": {},
        "files": {},
    }

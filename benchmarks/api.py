"""The product's API as one account, for what need not be fast."""

import asyncio
from typing import Any

import httpx

from benchmarks.servers import PASSWORD


class Api:
    def __init__(self, url: str, token: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.http = httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=120, headers=headers)

    async def sign_in(self, email: str, password: str = PASSWORD) -> str:
        answer = await self.post("/auth/token", {"email": email, "password": password})
        token: str = answer["access_token"]
        self.http.headers["Authorization"] = f"Bearer {token}"
        return token

    async def post(self, path: str, body: Any = None) -> Any:
        return self._json(await self.http.post(path, json=body))

    async def get(self, path: str, **query: Any) -> Any:
        return self._json(await self.http.get(path, params=query))

    async def put_file(self, upload_id: str, path: str, content: bytes) -> None:
        self._json(await self.http.put(f"/uploads/{upload_id}/files", params={"path": path}, content=content))

    async def wait(self, job_id: str) -> dict[str, Any]:
        """Look at a job until it has ended."""
        while True:
            job: dict[str, Any] = await self.get(f"/jobs/{job_id}")
            if job["state"] not in {"queued", "running"}:
                return job
            await asyncio.sleep(0.2)

    async def close(self) -> None:
        await self.http.aclose()

    @staticmethod
    def _json(response: httpx.Response) -> Any:
        if response.is_error:
            raise RuntimeError(f"{response.request.method} {response.request.url}: {response.text}")
        return response.json()

# The images of Isocenter: `backend` (server, worker and commands) and `frontend` (the pages, and the proxy before the
# server). docker-compose builds both; docs/operations.md tells how.

# What the pages are made of; also where docker-compose.dev.yml runs Vite.
FROM node:20.19.5-bookworm-slim AS frontend-source
RUN install --directory --owner=node --group=node /build/frontend
USER node
WORKDIR /build/frontend
COPY --chown=node:node frontend/package.json frontend/package-lock.json ./
RUN npm ci --loglevel=error
COPY --chown=node:node frontend/ ./

FROM frontend-source AS pages
RUN npm run build


# The Python packages, each with the hash that it was tested with; the compiler stays behind.
FROM python:3.11.14-slim-bookworm AS packages
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
ENV UV_COMPILE_BYTECODE=1 UV_NO_CACHE=1 VIRTUAL_ENV=/opt/isocenter
WORKDIR /build
COPY requirements/ requirements/
RUN pip install --no-cache-dir --require-hashes --requirement requirements/tools.txt \
    && uv venv /opt/isocenter \
    && uv pip install --require-hashes --requirement requirements/base.txt \
    && uv pip install --require-hashes --no-build-isolation --requirement requirements/radiomics.txt
COPY pyproject.toml ./
COPY backend/ backend/
RUN uv pip install --no-deps --no-build-isolation .


FROM python:3.11.14-slim-bookworm AS backend
RUN groupadd --gid 10001 isocenter \
    && useradd --uid 10001 --gid isocenter --no-create-home --home-dir /data --shell /usr/sbin/nologin isocenter \
    && install --directory --owner=isocenter --group=isocenter /data /cache
COPY --from=packages /opt/isocenter /opt/isocenter
COPY --from=pages /build/frontend/dist /opt/isocenter/pages
ENV PATH=/opt/isocenter/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ISOCENTER_MODE=production \
    ISOCENTER_DATA_DIR=/data \
    ISOCENTER_CACHE_DIR=/cache \
    ISOCENTER_FRONTEND_DIR=/opt/isocenter/pages
USER isocenter
WORKDIR /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=15s --start-period=60s CMD ["isocenter", "health"]
ENTRYPOINT ["isocenter"]
CMD ["serve"]


FROM nginx:1.28.0-bookworm AS frontend
COPY docker/nginx.conf docker/server.conf docker/headers.conf /etc/nginx/isocenter/
COPY docker/plain.conf /etc/nginx/isocenter/enabled.conf
COPY --from=pages /build/frontend/dist /usr/share/isocenter
USER nginx
EXPOSE 8080 8443
HEALTHCHECK --interval=30s --timeout=5s CMD ["curl", "--fail", "--silent", "http://127.0.0.1:8081/alive"]
ENTRYPOINT ["nginx", "-c", "/etc/nginx/isocenter/nginx.conf", "-g", "daemon off;"]

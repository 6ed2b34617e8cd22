# One image for web, worker and beat. See docker-compose.yml and docs/running.md.
FROM node:22-bookworm-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev
COPY config/assets.mjs config/
COPY static static/
RUN npm run build

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpangoft2-1.0-0 fonts-liberation \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home righthelp
WORKDIR /srv/righthelp
COPY requirements.txt ./
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt
COPY . .
COPY --from=assets /build/static/build static/build/
ENV RIGHTHELP_STATE=/srv/righthelp/.var PYTHONUNBUFFERED=1
RUN SECRET_KEY=build DATABASE_URL=postgres://build@build/build \
    python manage.py collectstatic --no-input --ignore scss \
    && mkdir -p .var && chown -R righthelp .var
USER righthelp
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--no-ws", "config.wsgi:application"]

# The two programs as images: `docker build --target bot .` and `docker build --target tracker .`
#
# Base images are named by exact tag; a digest behind it (`...-slim@sha256:...`) would hold them still for good and can be
# added wherever a registry can be asked for it. Build and runtime are of one Debian release, so of one glibc.
# tests/image/prove.py runs every RUN line below where there is no container engine.

FROM rust:1.95.0-slim-trixie AS chef
WORKDIR /src
RUN cargo install cargo-chef --version 0.1.78 --locked

FROM chef AS plan
COPY . .
RUN cargo chef prepare --recipe-path recipe.json

# Dependencies are a layer of their own, made again only when a manifest or the lock file changes.
FROM chef AS build
COPY --from=plan /src/recipe.json recipe.json
RUN cargo chef cook --release --locked --recipe-path recipe.json --package bot-service --package tracker-job
COPY . .
ARG COMMIT
RUN SIGNCHRONICLE_COMMIT="${COMMIT:-}" cargo build --release --locked --package bot-service --package tracker-job

# PACKAGES_OF is the week whose packages are taken: a new one makes the layers with Chromium and the security fixes again,
# which a cache would keep for good.
FROM debian:trixie-20260918-slim AS debian
ARG PACKAGES_OF
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get upgrade --yes \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* /var/log/apt /var/log/dpkg.log

# What the bot needs to run and nothing else, as distroless images are made: its libraries and the root certificates.
FROM debian AS bot-files
COPY --from=build /src/target/release/bot-service /usr/local/bin/bot-service
RUN mkdir -p /bot \
    && ldd /usr/local/bin/bot-service | grep --only-matching '/[^ ]*' \
        | xargs cp --parents --dereference --target-directory=/bot \
    && cp --parents --dereference /usr/local/bin/bot-service /etc/ssl/certs/ca-certificates.crt /bot

FROM scratch AS bot
COPY --from=bot-files /bot /
ARG COMMIT
ARG VERSION
LABEL org.opencontainers.image.title="bot-service" \
      org.opencontainers.image.revision="${COMMIT}" \
      org.opencontainers.image.version="${VERSION}"
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/bot-service"]

# Chromium and its driver lie there and are started by the tracker for pages that need them. The font has Chinese,
# Japanese and Korean in 4 MB.
FROM debian AS tracker
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
        chromium chromium-driver fonts-droid-fallback tzdata \
    && rm -rf /var/lib/apt/lists/* /var/log/apt /var/log/dpkg.log
RUN useradd --uid 65532 --create-home --shell /usr/sbin/nologin tracker
COPY --from=build /src/target/release/tracker-job /usr/local/bin/tracker-job
ARG COMMIT
ARG VERSION
LABEL org.opencontainers.image.title="tracker-job" \
      org.opencontainers.image.revision="${COMMIT}" \
      org.opencontainers.image.version="${VERSION}"
USER 65532:65532
WORKDIR /home/tracker
ENV HOME=/home/tracker
ENTRYPOINT ["/usr/local/bin/tracker-job"]

# Images of Sightline; docs/docker.md tells how to run them.
#
#   docker build -t sightline .                                   both roles in one, the demo camera, mjpeg-relay ...
#   docker build -t sightline-ffmpeg --target with-ffmpeg .       the same with ffmpeg, for webcams and RTSP cameras
#   docker build -t sightline-ingest --target ingest .            one role each, for a cluster
#   docker build -t sightline-edge --target edge .
#   docker build -t sightline-ingest-ffmpeg --target ingest-with-ffmpeg .
#
# Where nothing can be fetched, the images below may be others, which have fetched it already.

ARG MAVEN_IMAGE=maven:3-eclipse-temurin-21
ARG NODE_IMAGE=node:22-slim
ARG JRE_IMAGE=eclipse-temurin:21-jre

# The player of the page for MPEG-TS. A NODE_IMAGE that has it in /player needs no network.
FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS player
COPY edge-service/pom.xml edge-service/src/main/npm/fetch-player /fetch/
SHELL ["/bin/bash", "-euc"]
RUN property() { sed -n "s:.*<$1>\(.*\)</$1>.*:\1:p" /fetch/pom.xml; }; \
    bash /fetch/fetch-player /player "$(property jsmpeg.package)" "$(property jsmpeg.version)"

# Everything of others, in a step of its own that only new versions repeat: Maven fetches what it would for real, finding
# nothing to compile. A MAVEN_IMAGE with a filled repository needs no network.
FROM --platform=$BUILDPLATFORM ${MAVEN_IMAGE} AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY testkit/pom.xml testkit/
COPY relay-core/pom.xml relay-core/
COPY ingest-service/pom.xml ingest-service/
COPY edge-service/pom.xml edge-service/
COPY standalone/pom.xml standalone/
COPY k8s/pom.xml k8s/
COPY bench/pom.xml bench/
RUN mvn -q -B -ntp -Dmaven.test.skip -Dexec.skip -pl standalone -am package

COPY testkit/src/main testkit/src/main
COPY relay-core/src/main relay-core/src/main
COPY ingest-service/src/main ingest-service/src/main
COPY edge-service/src/main edge-service/src/main
COPY standalone/src/main standalone/src/main
COPY --from=player /player edge-service/target/npm
RUN mvn -q -B -ntp -Dmaven.test.skip -pl standalone -am package

# The images' files, sorted into what an update leaves alone and what it brings. All of them get one time, so that the
# same files are the same layer whoever builds them.
COPY jvm.options site.options ./
COPY deploy/image/ deploy/image/
RUN bash deploy/image/arrange /image

FROM ${JRE_IMAGE} AS runtime
LABEL org.opencontainers.image.title="Sightline" \
      org.opencontainers.image.description="One camera connection, any number of viewers, on one machine or a cluster." \
      org.opencontainers.image.licenses="Apache-2.0"
# File names outside ASCII. And a container is a machine of its own, so nobody else has that port, in whatever mode.
ENV LANG=C.UTF-8 \
    PATH=/opt/sightline/bin:$PATH \
    SIGHTLINE_MANAGEMENT_PORT=9081
COPY --from=build /image/libraries/ /
USER 10001:10001
WORKDIR /opt/sightline
HEALTHCHECK --interval=5s --timeout=4s --start-period=3m --retries=3 CMD ["healthy"]
ENTRYPOINT ["sightline"]

# What a node is made of, besides what all have; the programs with viewers need a little more of others.
FROM runtime AS ingest-files
COPY --from=build /image/ingest/ /

FROM runtime AS viewing
COPY --from=build /image/viewing/ /
# A fresh volume that is mounted there is this user's.
COPY --from=build --chown=10001:10001 /image/state/ /var/lib/

FROM viewing AS edge-files
COPY --from=build /image/edge/ /

FROM viewing AS standalone-files
COPY --from=build /image/standalone/ /

# Each is run once by the Java that will run it, which writes down the classes it loads. It needs no network.
FROM ingest-files AS ingest-classes
USER root
RUN --mount=from=build,source=/build/deploy/image,target=/build \
    /build/train classes.jsa sightline --host 127.0.0.1 --port 0 --management-port 0

FROM edge-files AS edge-classes
USER root
RUN --mount=from=build,source=/build/deploy/image,target=/build \
    /build/train classes.jsa sightline --host 127.0.0.1 --port 0 --management-port 0

FROM standalone-files AS standalone-classes
USER root
RUN --mount=from=build,source=/build/deploy/image,target=/build \
    /build/train classes.jsa sightline --host 127.0.0.1 --port 0 --management-port 0

FROM ingest-files AS ingest
COPY --from=ingest-classes /opt/sightline/classes.jsa ./
EXPOSE 8080 9081 5701 5702

FROM edge-files AS edge
COPY --from=edge-classes /opt/sightline/classes.jsa ./
EXPOSE 8080 9081 5701 5702

FROM ingest-files AS ingest-with-ffmpeg
USER root
RUN command -v ffmpeg >/dev/null || \
    { apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*; }
USER 10001:10001
COPY --from=ingest-classes /opt/sightline/classes.jsa ./
EXPOSE 8080 9081 5701 5702

FROM viewing AS with-ffmpeg
USER root
RUN command -v ffmpeg >/dev/null || \
    { apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*; }
USER 10001:10001
COPY --from=build /image/standalone/ /
COPY --from=standalone-classes /opt/sightline/classes.jsa ./
EXPOSE 8080 9081 5701 5702 8888 54321 54322

FROM standalone-files AS standalone
COPY --from=standalone-classes /opt/sightline/classes.jsa ./
# Also those of the programs whose place it takes.
EXPOSE 8080 9081 5701 5702 8888 54321 54322

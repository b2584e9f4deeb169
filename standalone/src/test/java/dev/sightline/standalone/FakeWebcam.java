package dev.sightline.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that takes ffmpeg's place and shows a webcam where there is none: it knows the two
 * command lines that such a camera is read by, and no other. The pictures come from the real
 * ffmpeg.
 */
final class FakeWebcam {

  /** A device that is there on any machine, and can't be opened as a webcam. */
  static final String DEVICE = "/dev/null";

  private static final String SCRIPT =
      """
      #!/bin/sh
      # $* without what differs from case to case
      echo "$*" >> '%1$s'
      case "$*" in
      '-nostdin -f v4l2 -list_formats all -i /dev/null')
        echo 'ffmpeg version 5.1.9 Copyright (c) 2000-2026 the FFmpeg developers' >&2
        echo '[video4linux2,v4l2 @ 0x1] Raw       :     yuyv422 :           YUYV 4:2:2 : 640x480 320x240' >&2
        echo '/dev/null: Immediate exit requested' >&2
        exit 1
        ;;
      '-nostdin -hide_banner -loglevel error -f v4l2 -video_size '*' -i /dev/null -map 0:v:0 -c:v mjpeg '*' -f mpjpeg pipe:1') ;;
      *)
        echo "what is meant by $*?" >&2
        exit 9
        ;;
      esac
      size=$(echo "$*" | sed 's/.*-video_size \\([0-9]*x[0-9]*\\) .*/\\1/')
      quality=$(echo "$*" | sed 's/.*-q:v \\([0-9]*\\) .*/\\1/')
      exec '%2$s' -nostdin -hide_banner -loglevel error -re -f lavfi -i "testsrc2=size=$size:rate=10" \\
        -c:v mjpeg -q:v "$quality" -f mpjpeg pipe:1
      """;

  private final Path directory;

  private FakeWebcam(Path directory) {
    this.directory = directory;
  }

  /**
   * @param ffmpeg the real one
   * @param directory where the program is to lie, under the name of ffmpeg
   */
  static FakeWebcam in(Path directory, Path ffmpeg) {
    FakeWebcam webcam = new FakeWebcam(directory);
    try {
      Files.writeString(webcam.program(), SCRIPT.formatted(webcam.notes(), ffmpeg));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!webcam.program().toFile().setExecutable(true)) {
      throw new IllegalStateException("can't make a program of " + webcam.program());
    }
    return webcam;
  }

  Path program() {
    return directory.resolve("ffmpeg");
  }

  private Path notes() {
    return directory.resolve("calls");
  }

  /** The arguments of each call so far. */
  List<String> calls() {
    try {
      return Files.exists(notes()) ? Files.readAllLines(notes()) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

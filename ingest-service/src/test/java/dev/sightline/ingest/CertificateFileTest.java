package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sightline.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFileTest {

  @TempDir private Path directory;

  @Test
  void readsCertificatesAndWhatIsSaidOfThem() throws IOException {
    String pem = TestCertificate.authority(directory).pem();
    Path file = write("Certificate:\n  Subject: CN=Zoë - our own\n" + pem + pem);

    CertificateFile read = CertificateFile.read(file.toString());

    assertThat(read.pem()).contains(pem);
    assertThat(read).hasToString(file.toString());
  }

  @Test
  void isAnotherOnceTheFileHasChanged() throws IOException {
    String pem = TestCertificate.authority(directory).pem();
    Path file = write(pem);
    CertificateFile before = CertificateFile.read(file.toString());
    assertThat(CertificateFile.read(file.toString())).isEqualTo(before);

    Files.writeString(file, pem + pem);

    assertThat(CertificateFile.read(file.toString())).isNotEqualTo(before);
  }

  @Test
  void refusesWhatHoldsNoCertificateWithoutShowingIt() throws IOException {
    String begin = "-----BEGIN CERTIFICATE-----\n";
    String end = "\n-----END CERTIFICATE-----\n";
    refuses(directory.resolve("none"), "names %s, which can't be read");
    refuses(directory, "names %s, which can't be read");
    refuses(write("geheim"), "names %s, which holds no certificate in PEM");
    refuses(write(begin + "geheim" + end), "names %s, which holds a broken certificate");
    refuses(write("x".repeat((1 << 20) + 1)), "names %s, which is longer than 1MiB");
  }

  private void refuses(Path file, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CertificateFile.read(file.toString()))
        .withMessage("%s", sentence.formatted(file));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "file", ".pem"), text);
  }
}

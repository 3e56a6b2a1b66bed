package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TlsFaultTest {

  private static SSLException failed(Throwable cause) {
    SSLException failure = new SSLHandshakeException("Failed to create SSL connection");
    failure.initCause(cause);
    return failure;
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(
            new CertPathValidatorException(
                "validity check failed", new CertificateExpiredException("NotAfter: 2021")),
            "has expired"),
        Arguments.of(
            new CertPathValidatorException(
                "validity check failed", new CertificateNotYetValidException("NotBefore: 2099")),
            "is not valid yet"),
        Arguments.of(
            new CertificateException("No subject alternative DNS name matching localhost found."),
            "is for another name"),
        Arguments.of(
            new CertificateException("No name matching localhost found"), "is for another name"),
        Arguments.of(
            new CertPathBuilderException("unable to find valid certification path"),
            "no known authority"),
        Arguments.of(
            new NotSslRecordException("not an SSL/TLS record: 48545450"), "does not speak TLS"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void theCauseIsNamed(Exception cause, String part) {
    String text = TlsFault.text(failed(new CertificateException(cause)));
    assertTrue(text.contains(part), text);
  }

  @Test
  void whatNobodyKnowsIsNotQuoted() {
    String text = TlsFault.text(failed(new SSLException("token=secret")));
    assertTrue(text.contains("handshake"), text);
  }
}

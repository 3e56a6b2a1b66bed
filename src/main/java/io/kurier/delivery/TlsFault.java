package io.kurier.delivery;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.stream.Stream;

/** Says why no TLS connection came about, for the owner of the receiver. */
final class TlsFault {

  private TlsFault() {}

  /** A sentence; what others wrote into the failure is not quoted. */
  static String text(Throwable failure) {
    List<Throwable> causes =
        Stream.iterate(failure, each -> each != null, Throwable::getCause).toList();
    // From the most telling one to the least: an expired certificate fails as a path, too.
    if (any(causes, CertificateExpiredException.class)) {
      return "TLS failed: a certificate of the receiver has expired.";
    }
    if (any(causes, CertificateNotYetValidException.class)) {
      return "TLS failed: a certificate of the receiver is not valid yet.";
    }
    if (causes.stream().anyMatch(TlsFault::isForAnotherName)) {
      return "TLS failed: the receiver's certificate is for another name.";
    }
    if (any(causes, CertPathBuilderException.class)
        || any(causes, CertPathValidatorException.class)) {
      return "TLS failed: the receiver's certificate, or its chain, leads to no known authority.";
    }
    // A class of Netty's.
    if (causes.stream().anyMatch(each -> each.getClass().getSimpleName().startsWith("NotSsl"))) {
      return "TLS failed: the receiver does not speak TLS at this port.";
    }
    return "TLS failed: the handshake was not completed.";
  }

  private static boolean any(List<Throwable> causes, Class<? extends Throwable> type) {
    return causes.stream().anyMatch(type::isInstance);
  }

  /** The JDK tells it in words only (sun.security.util.HostnameChecker). */
  private static boolean isForAnotherName(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return message.startsWith("No subject alternative") || message.startsWith("No name matching");
  }
}

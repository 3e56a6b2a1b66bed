package io.kurier.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** Says to a server what no proper client would. */
public final class Raw {

  private static final int PATIENCE_MILLIS = 60_000;

  private Raw() {}

  /** The answers to whatever that is, until the server closes the connection. */
  public static String exchange(int port, String requests) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      Thread.ofVirtual().start(() -> send(socket, requests));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first line of the answer; then the connection is closed. */
  public static String firstLine(int port, String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      send(socket, request);
      return String.valueOf(
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1))
              .readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(Socket socket, String requests) {
    try {
      socket.getOutputStream().write(requests.getBytes(ISO_8859_1));
    } catch (IOException e) {
      // The server has heard enough.
    }
  }
}

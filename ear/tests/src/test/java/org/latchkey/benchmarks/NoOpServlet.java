package org.latchkey.benchmarks;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Reads a request whole and answers as many bytes as it is asked for, and does nothing else. */
@WebServlet("/reply")
public class NoOpServlet extends HttpServlet {

  /** The header that says how long the answer is to be. */
  static final String LENGTH = "X-Reply-Length";

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    request.getInputStream().readAllBytes();
    byte[] reply = new byte[request.getIntHeader(LENGTH)];
    response.setContentType("application/x-amz-json-1.1");
    response.setContentLength(reply.length);
    response.getOutputStream().write(reply);
  }
}

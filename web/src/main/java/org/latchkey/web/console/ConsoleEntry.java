package org.latchkey.web.console;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The console's address without a page: leads to the first one. */
@WebServlet(
    name = "console",
    urlPatterns = {"/console", "/console/"})
public class ConsoleEntry extends HttpServlet {

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.sendRedirect("/console/certificates");
  }
}

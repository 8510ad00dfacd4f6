package org.latchkey.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says that something is not there or went wrong, and under which id the log tells more. */
@Named
@RequestScoped
public class ErrorPage {

  static final String PATH = "/console/error";

  @Inject private HttpServletRequest request;

  private @Nullable String id;

  /** The HTTP status; 500 for a page that was sent here by Ajax. */
  public int getStatus() {
    return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
        ? status
        : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
  }

  public String getTitle() {
    return switch (getStatus()) {
      case HttpServletResponse.SC_NOT_FOUND -> "There is no such page";
      case HttpServletResponse.SC_FORBIDDEN -> "You may not see this page";
      case HttpServletResponse.SC_METHOD_NOT_ALLOWED -> "This cannot be done here";
      default -> "Something went wrong on the server";
    };
  }

  /** The id of the request that failed. An address can bring a UUID and nothing else. */
  public String getRequestId() {
    if (id != null) {
      try {
        return UUID.fromString(id).toString();
      } catch (IllegalArgumentException notOurs) {
        return RequestId.of(request);
      }
    }
    return RequestId.of(request);
  }

  public @Nullable String getId() {
    return id;
  }

  public void setId(@Nullable String id) {
    this.id = id;
  }
}

package org.latchkey.web.console;

import jakarta.faces.FacesException;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.application.ViewExpiredException;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.ExceptionQueuedEvent;
import jakarta.faces.event.ExceptionQueuedEventContext;
import jakarta.faces.event.PhaseId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.ServiceException;
import org.primefaces.csp.CspException;

/**
 * What a page does where an action fails: a refused operation becomes a message on the page, a page
 * that was open for too long, or never, is opened again, and everything else ends on the error page
 * with the id to look for in the log.
 */
class ConsoleExceptions extends ExceptionHandlerWrapper {

  private static final Logger LOG = Logger.getLogger(ConsoleExceptions.class.getName());

  ConsoleExceptions(ExceptionHandler wrapped) {
    super(wrapped);
  }

  /** Puts {@link ConsoleExceptions} in front of the handler of Faces. */
  public static class Factory extends ExceptionHandlerFactory {

    public Factory(ExceptionHandlerFactory wrapped) {
      super(wrapped);
    }

    @Override
    public ExceptionHandler getExceptionHandler() {
      return new ConsoleExceptions(getWrapped().getExceptionHandler());
    }
  }

  @Override
  public void handle() {
    FacesContext faces = FacesContext.getCurrentInstance();
    for (Iterator<ExceptionQueuedEvent> events = getUnhandledExceptionQueuedEvents().iterator();
        events.hasNext(); ) {
      ExceptionQueuedEventContext event = events.next().getContext();
      if (handled(faces, event)) {
        events.remove();
      }
    }
    getWrapped().handle();
  }

  private boolean handled(FacesContext faces, ExceptionQueuedEventContext event) {
    boolean rendering = PhaseId.RENDER_RESPONSE.equals(event.getPhaseId());
    ServiceException refused = cause(event.getException(), ServiceException.class);
    if (refused != null && !rendering) {
      faces.addMessage(
          null, new FacesMessage(FacesMessage.SEVERITY_ERROR, refused.getMessage(), null));
      faces.renderResponse();
      return true;
    }
    ExternalContext external = faces.getExternalContext();
    HttpServletRequest request = (HttpServletRequest) external.getRequest();
    if (cause(event.getException(), FileNotFoundException.class) != null) {
      notFound(faces);
      return true;
    }
    if (cause(event.getException(), ViewExpiredException.class) != null
        || cause(event.getException(), CspException.class) != null
        || isInventedState(event, request)) {
      redirect(faces, request.getRequestURI() + "?ended=true");
      return true;
    }
    LOG.log(
        Level.SEVERE,
        event.getException(),
        () -> "A page of the console failed, request id " + RequestId.of(request));
    if (faces.getPartialViewContext().isAjaxRequest() && !external.isResponseCommitted()) {
      external.responseReset();
      redirect(faces, ErrorPage.PATH + "?id=" + RequestId.of(request));
      return true;
    }
    return false;
  }

  /** What a page was sent with that is no state of a page is as good as one that has ended. */
  private static boolean isInventedState(
      ExceptionQueuedEventContext event, HttpServletRequest request) {
    return PhaseId.RESTORE_VIEW.equals(event.getPhaseId()) && request.getMethod().equals("POST");
  }

  private static void notFound(FacesContext faces) {
    try {
      // Faces itself may have said so before it threw
      if (!faces.getExternalContext().isResponseCommitted()) {
        faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, null);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    faces.responseComplete();
  }

  private static void redirect(FacesContext faces, String path) {
    try {
      faces.getExternalContext().redirect(path);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    faces.responseComplete();
  }

  private static <E extends Throwable> @Nullable E cause(
      @Nullable Throwable thrown, Class<E> type) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
      if (!(each instanceof FacesException || each instanceof RuntimeException)) {
        return null;
      }
    }
    return null;
  }
}

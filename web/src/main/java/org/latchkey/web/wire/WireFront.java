package org.latchkey.web.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.identity.CredentialSource;
import org.latchkey.identity.SignatureVerifier;
import org.latchkey.identity.SigningCredential;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Fault;
import org.latchkey.shared.ServiceException;
import org.latchkey.shared.Settings;

/** From a request to its reply, whatever carries them. Safe for use by many threads. */
final class WireFront {

  /** The longest body: ImportCertificate's 2 MiB chain in base64, and then some. */
  static final int MAX_BODY = 5 * 1024 * 1024;

  private static final Logger LOG = Logger.getLogger(WireFront.class.getName());

  /** Services that speak AWS Query; all others speak JSON, to one address or to several. */
  private static final List<String> QUERY_SERVICES = List.of("sts", "iam");

  private final SignatureVerifier verifier;
  private final JsonProtocol json;
  private final QueryProtocol query;
  private final RestJsonProtocol rest;
  private final RefusedCalls refusedCalls;

  /** What is known so far of a request, for the record of its refusal. */
  private static final class Attempt {
    @Nullable Caller caller;
    Protocol.@Nullable Target target;
    boolean reachedOperation;
  }

  WireFront(
      CredentialSource credentials,
      List<OperationTable> tables,
      RefusedCalls refusedCalls,
      Clock clock) {
    Set<String> services =
        tables.stream().map(OperationTable::service).collect(Collectors.toUnmodifiableSet());
    this.verifier = new SignatureVerifier(credentials, services, clock);
    this.json =
        new JsonProtocol(
            tables.stream()
                .filter(table -> !QUERY_SERVICES.contains(table.service()) && !table.isRest())
                .toList());
    this.rest = new RestJsonProtocol(tables.stream().filter(OperationTable::isRest).toList());
    this.query =
        new QueryProtocol(QUERY_SERVICES.stream().flatMap(service -> of(service, tables)).toList());
    this.refusedCalls = refusedCalls;
  }

  private static Stream<OperationTable> of(String service, List<OperationTable> tables) {
    return tables.stream().filter(table -> table.service().equals(service));
  }

  /** The reply to a request whose body was read whole. */
  WireReply answer(WireRequest request) {
    Attempt attempt = new Attempt();
    Protocol protocol = protocol(request);
    try {
      return answer(request, protocol, attempt);
    } catch (ServiceException refused) {
      return refuse(request, protocol, attempt, refused);
    } catch (IOException | RuntimeException | StackOverflowError unexpected) {
      return failOnRecord(request, protocol, attempt, unexpected);
    }
  }

  /** The reply to a request whose body is longer than {@link #MAX_BODY} and was not read. */
  WireReply tooLarge(WireRequest request) {
    return refuse(
        request,
        protocol(request),
        new Attempt(),
        new ServiceException(
            CommonFault.REQUEST_TOO_LARGE,
            "The request body must not be longer than " + MAX_BODY + " bytes."));
  }

  /** The reply to a request that nothing is done for, as the server is stopping. */
  WireReply stopping(WireRequest request) {
    return notRecorded(
        request,
        protocol(request),
        new ServiceException(CommonFault.SERVICE_UNAVAILABLE, "The server is stopping."));
  }

  private WireReply answer(WireRequest request, Protocol protocol, Attempt attempt)
      throws IOException {
    Protocol.Target claimed = claim(request, protocol);
    if (claimed != null && claimed.table().isUnsigned(claimed.operation()) && !signed(request)) {
      return carryOut(request, protocol, attempt, claimed, anonymous(request));
    }
    SignatureVerifier.Verified verified = verifier.verify(request.http());
    Caller caller = caller(request, verified);
    attempt.caller = caller;
    // what could not be read before is refused now, to a caller who is known
    Protocol.Target target = claimed != null ? claimed : protocol.target(request);
    attempt.target = target;
    if (target == null) {
      throw new ServiceException(
          CommonFault.UNKNOWN_OPERATION, "The request does not name an operation.");
    }
    if (!target.table().service().equals(verified.service())) {
      throw new ServiceException(
          CommonFault.INVALID_SIGNATURE,
          "Credential should be scoped to correct service: '" + target.table().service() + "'. ");
    }
    return carryOut(request, protocol, attempt, target, caller);
  }

  private WireReply carryOut(
      WireRequest request,
      Protocol protocol,
      Attempt attempt,
      Protocol.Target target,
      Caller caller)
      throws IOException {
    OperationTable table = target.table();
    Operation operation =
        table
            .find(target.operation())
            .orElseThrow(
                () ->
                    new ServiceException(
                        CommonFault.UNKNOWN_OPERATION,
                        "The operation " + target.operation() + " is not served."));
    try (JsonInput in = protocol.input(request, operation, table)) {
      Object read = operation.read(in);
      attempt.reachedOperation = true;
      Object response = operation.call(caller, read);
      return protocol.success(operation, table, response, request.requestId());
    }
  }

  private static boolean signed(WireRequest request) {
    return !request.http().headerValues("Authorization").isEmpty()
        || request.http().query().contains("X-Amz-");
  }

  private static Caller anonymous(WireRequest request) {
    return Caller.anonymous(
        Settings.region(),
        request.sourceIp(),
        request.userAgent(),
        request.requestId(),
        request.secureTransport());
  }

  private static Caller caller(WireRequest request, SignatureVerifier.Verified verified) {
    SigningCredential credential = verified.credential();
    return new Caller(
        credential.type(),
        credential.account(),
        credential.principal(),
        credential.userId(),
        verified.region(),
        credential.accessKeyId(),
        request.sourceIp(),
        request.userAgent(),
        request.requestId(),
        request.secureTransport(),
        credential.mfaAuthenticatedAt(),
        credential.principalTags(),
        null,
        credential.session());
  }

  private WireReply refuse(
      WireRequest request, Protocol protocol, Attempt attempt, ServiceException refused) {
    Fault fault = refused.fault();
    String message = String.valueOf(refused.getMessage());
    try {
      if (!attempt.reachedOperation) {
        refusedCalls.refused(refusedCall(request, protocol, attempt, fault, message));
      }
      return protocol.failure(request, fault, message);
    } catch (ServiceException notRecorded) {
      return notRecorded(request, protocol, notRecorded);
    } catch (IOException | RuntimeException unexpected) {
      return fail(request, protocol, unexpected);
    }
  }

  private static RefusedCalls.RefusedCall refusedCall(
      WireRequest request, Protocol protocol, Attempt attempt, Fault fault, String message) {
    Caller caller = attempt.caller;
    Protocol.Target claimed = attempt.target != null ? attempt.target : claim(request, protocol);
    return new RefusedCalls.RefusedCall(
        request.requestId(),
        caller,
        caller == null ? "" : caller.region(),
        claimed == null ? "" : claimed.table().service() + ".amazonaws.com",
        claimed == null ? "" : claimed.operation(),
        request.sourceIp(),
        request.userAgent(),
        protocol.code(fault),
        message);
  }

  /** What an unverified request says it asks for; nothing where that cannot be read either. */
  private static Protocol.@Nullable Target claim(WireRequest request, Protocol protocol) {
    try {
      return protocol.target(request);
    } catch (ServiceException unreadable) {
      return null;
    }
  }

  /** What fails before it reaches an operation leaves a record, too. */
  private WireReply failOnRecord(
      WireRequest request, Protocol protocol, Attempt attempt, Throwable unexpected) {
    if (!attempt.reachedOperation) {
      try {
        refusedCalls.refused(
            refusedCall(request, protocol, attempt, CommonFault.INTERNAL_FAILURE, ""));
      } catch (ServiceException notRecorded) {
        return notRecorded(request, protocol, notRecorded);
      }
    }
    return fail(request, protocol, unexpected);
  }

  private static WireReply notRecorded(
      WireRequest request, Protocol protocol, ServiceException notRecorded) {
    try {
      return protocol.failure(
          request, notRecorded.fault(), String.valueOf(notRecorded.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WireReply fail(WireRequest request, Protocol protocol, Throwable unexpected) {
    LOG.log(Level.SEVERE, unexpected, () -> "Request " + request.requestId() + " failed");
    try {
      return protocol.failure(
          request,
          CommonFault.INTERNAL_FAILURE,
          "The request " + request.requestId() + " failed because of an internal error.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Protocol protocol(WireRequest request) {
    if (rest.serves(request.http().path())) {
      return rest;
    }
    String contentType = request.header("Content-Type");
    boolean form =
        contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(QueryProtocol.FORM);
    return form || request.http().method().equals("GET") ? query : json;
  }
}

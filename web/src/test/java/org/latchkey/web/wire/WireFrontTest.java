package org.latchkey.web.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.iam.SessionOperations;
import org.latchkey.iam.SessionTokens;
import org.latchkey.identity.SigV4Signer;
import org.latchkey.identity.SignedRequest;
import org.latchkey.identity.SignedRequest.Header;
import org.latchkey.identity.SigningCredential;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;
import org.latchkey.web.wire.Example.Everything;
import org.latchkey.web.wire.RefusedCalls.RefusedCall;

class WireFrontTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-04T05:06:07Z"), ZoneOffset.UTC);
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String ID = "5a1f8f3e-0000-4000-8000-000000000001";
  private static final String ARN = "arn:aws:iam::123456789012:user/example";

  private final Example example = new Example();
  private final List<RefusedCall> refused = new ArrayList<>();

  private WireFront front(OperationTable... tables) {
    List<OperationTable> all = new ArrayList<>(List.of(tables));
    all.add(
        new StsTable(new CallerIdentity(), new SessionOperations(), new SessionTokens()).table());
    all.add(OperationTable.of("kms"));
    return new WireFront(
        id -> id.equals("AKIDEXAMPLE") ? Optional.of(credential()) : Optional.empty(),
        all,
        refused::add,
        CLOCK);
  }

  private static SigningCredential credential() {
    return new SigningCredential(
        "AKIDEXAMPLE",
        () -> SecretBytes.owning(SECRET.getBytes(UTF_8)),
        null,
        null,
        Caller.Type.USER,
        "123456789012",
        ARN,
        "AIDAEXAMPLE",
        Map.of("team", "red"),
        null);
  }

  private static SigV4Signer signer(String service) {
    return new SigV4Signer(
        "AKIDEXAMPLE",
        SecretBytes.owning(SECRET.getBytes(UTF_8)),
        null,
        "eu-central-1",
        service,
        CLOCK);
  }

  private static SignedRequest unsigned(String contentType, String target, String body) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Host", "localhost"));
    headers.add(new Header("User-Agent", "test/1"));
    headers.add(new Header("Content-Type", contentType));
    if (!target.isEmpty()) {
      headers.add(new Header("X-Amz-Target", target));
    }
    return new SignedRequest("POST", "/", "", headers, body.getBytes(UTF_8));
  }

  private static WireRequest request(SignedRequest http) {
    return new WireRequest(http, ID, "192.0.2.7", true);
  }

  private static WireRequest json(String service, String target, String body) {
    return request(signer(service).sign(unsigned(JsonProtocol.CONTENT_TYPE, target, body)));
  }

  private static WireRequest form(String service, String body) {
    return request(
        signer(service).sign(unsigned(QueryProtocol.FORM + "; charset=utf-8", "", body)));
  }

  private static String body(WireReply reply) {
    return new String(reply.body(), UTF_8);
  }

  private void assertRefusedBeforeAnOperation(String code) {
    assertThat(refused).extracting(RefusedCall::errorCode).containsExactly(code);
    assertThat(example.caller.get()).isNull();
  }

  @Nested
  class Json {

    @Test
    void signedRequest_reachesItsOperation() {
      WireReply reply =
          front(example.table())
              .answer(json("example", "Example.Echo", "{\"Name\":\"ab\",\"Secret\":\"AwQ=\"}"));

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.contentType()).isEqualTo("application/x-amz-json-1.1");
      assertThat(body(reply)).isEqualTo("{\"Name\":\"ab\",\"Flag\":false,\"Secret\":\"AwQ=\"}");
      assertThat(example.caller.get())
          .isEqualTo(
              new Caller(
                  Caller.Type.USER,
                  "123456789012",
                  ARN,
                  "AIDAEXAMPLE",
                  "eu-central-1",
                  "AKIDEXAMPLE",
                  "192.0.2.7",
                  "test/1",
                  ID,
                  true,
                  null,
                  Map.of("team", "red"),
                  null));
      assertThat(refused).isEmpty();
    }

    @Test
    void requestsSecrets_areClosedAfterwards() {
      front(example.table())
          .answer(json("example", "Example.Echo", "{\"Name\":\"ab\",\"SecretText\":\"hidden\"}"));
      Everything read = Objects.requireNonNull(example.request.get());

      assertThat(Objects.requireNonNull(read.secretText()))
          .isEqualTo(SecretBytes.owning(new byte[6]));
    }

    @Test
    void operationWithoutOutput_isAnsweredWithAnEmptyBody() {
      WireReply reply = front(example.table()).answer(json("example", "Example.Forget", ""));

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEmpty();
    }

    @Test
    void unsignedRequest_isRefusedAndTold() {
      WireReply reply =
          front(example.table())
              .answer(request(unsigned(JsonProtocol.CONTENT_TYPE, "Example.Echo", "{}")));

      assertThat(reply.status()).isEqualTo(400);
      assertThat(body(reply))
          .isEqualTo(
              "{\"__type\":\"MissingAuthenticationTokenException\",\"message\":\"Request is missing"
                  + " Authentication Token\"}");
      assertThat(refused)
          .containsExactly(
              new RefusedCall(
                  ID,
                  null,
                  "",
                  "example.amazonaws.com",
                  "Echo",
                  "192.0.2.7",
                  "test/1",
                  "MissingAuthenticationTokenException",
                  "Request is missing Authentication Token"));
      assertRefusedBeforeAnOperation("MissingAuthenticationTokenException");
    }

    @Test
    void malformedRequest_isToldWithItsCaller() {
      WireReply reply = front(example.table()).answer(json("example", "Example.Echo", "{"));

      assertThat(body(reply)).contains("SerializationException");
      assertThat(refused)
          .extracting(call -> Objects.requireNonNull(call.caller()).principal())
          .containsExactly(ARN);
      assertRefusedBeforeAnOperation("SerializationException");
    }

    @Test
    void invalidRequest_isRefusedBeforeTheOperation() {
      WireReply reply = front(example.table()).answer(json("example", "Example.Echo", "{}"));

      assertThat(reply.status()).isEqualTo(400);
      assertThat(body(reply)).startsWith("{\"__type\":\"ValidationException\",\"message\":\"1 ");
      assertRefusedBeforeAnOperation("ValidationException");
    }

    @Test
    void unknownTargets_areUnknownOperations() {
      for (String target :
          List.of("", "Example", "Example.", "Example.Nothing", "Nothing.Echo", "Example.Echo.x")) {
        refused.clear();
        WireReply reply = front(example.table()).answer(json("example", target, "{}"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(body(reply)).contains("\"__type\":\"UnknownOperationException\"");
        assertRefusedBeforeAnOperation("UnknownOperationException");
      }
    }

    @Test
    void signatureForAnotherService_isRefused() {
      WireReply reply =
          front(example.table()).answer(json("kms", "Example.Echo", "{\"Name\":\"ab\"}"));

      assertThat(body(reply))
          .contains("Credential should be scoped to correct service: 'example'. ");
      assertRefusedBeforeAnOperation("InvalidSignatureException");
    }

    @Test
    void tooLargeRequest_isRefused() {
      WireReply reply =
          front(example.table()).tooLarge(json("example", "Example.Echo", "{\"Name\":\"ab\"}"));

      assertThat(reply.status()).isEqualTo(413);
      assertRefusedBeforeAnOperation("RequestEntityTooLargeException");
    }

    @Test
    void refusalByTheOperation_isNotToldTwice() {
      OperationTable table =
          OperationTable.of("example")
              .on(
                  "Forget",
                  Example.Empty.class,
                  (caller, read) -> {
                    throw new ServiceException(CommonFault.ACCESS_DENIED, "no \"entry\"");
                  });
      WireReply reply = front(table).answer(json("example", "Example.Forget", "{}"));

      assertThat(body(reply))
          .isEqualTo("{\"__type\":\"AccessDeniedException\",\"message\":\"no \\\"entry\\\"\"}");
      assertThat(refused).isEmpty();
    }

    @Test
    void unexpectedFailure_tellsNothingButTheRequestId() {
      OperationTable table =
          OperationTable.of("example")
              .on(
                  "Forget",
                  Example.Empty.class,
                  (caller, read) -> {
                    throw new IllegalStateException("inner secret");
                  });
      List<LogRecord> logged = new ArrayList<>();
      Handler handler = handler(logged);
      Logger logger = Logger.getLogger(WireFront.class.getName());
      logger.addHandler(handler);
      logger.setUseParentHandlers(false);
      try {
        WireReply reply = front(table).answer(json("example", "Example.Forget", "{}"));

        assertThat(reply.status()).isEqualTo(500);
        assertThat(body(reply))
            .isEqualTo(
                "{\"__type\":\"InternalFailure\",\"message\":\"The request "
                    + ID
                    + " failed because of an internal error.\"}");
        assertThat(logged)
            .extracting(LogRecord::getMessage)
            .singleElement()
            .asString()
            .contains(ID);
      } finally {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
      }
    }

    @Test
    void refusalThatCannotBeRecorded_isAnInternalFailure() {
      WireFront front =
          new WireFront(
              id -> Optional.empty(),
              List.of(
                  new StsTable(new CallerIdentity(), new SessionOperations(), new SessionTokens())
                      .table()),
              call -> {
                throw new IllegalStateException("disk full");
              },
              CLOCK);
      Logger logger = Logger.getLogger(WireFront.class.getName());
      logger.setUseParentHandlers(false);
      try {
        WireReply reply =
            front.answer(request(unsigned(JsonProtocol.CONTENT_TYPE, "Example.Echo", "{}")));

        assertThat(reply.status()).isEqualTo(500);
      } finally {
        logger.setUseParentHandlers(true);
      }
    }

    @Test
    void refusalThatTheTrailCannotTake_isServiceUnavailable() {
      WireFront front =
          new WireFront(
              id -> Optional.empty(),
              List.of(
                  new StsTable(new CallerIdentity(), new SessionOperations(), new SessionTokens())
                      .table()),
              call -> {
                throw new ServiceException(CommonFault.SERVICE_UNAVAILABLE, "not recorded");
              },
              CLOCK);

      WireReply reply =
          front.answer(request(unsigned(JsonProtocol.CONTENT_TYPE, "Example.Echo", "{}")));

      assertThat(reply.status()).isEqualTo(503);
    }

    @Test
    void failureBeforeTheOperation_isRecorded() {
      WireFront front =
          new WireFront(
              id -> {
                throw new IllegalStateException("inner secret");
              },
              List.of(
                  new StsTable(new CallerIdentity(), new SessionOperations(), new SessionTokens())
                      .table()),
              refused::add,
              CLOCK);
      Logger logger = Logger.getLogger(WireFront.class.getName());
      logger.setUseParentHandlers(false);
      try {
        WireReply reply = front.answer(json("sts", "Example.Echo", "{}"));

        assertThat(reply.status()).isEqualTo(500);
        assertThat(refused).extracting(RefusedCall::errorCode).containsExactly("InternalFailure");
      } finally {
        logger.setUseParentHandlers(true);
      }
    }

    private Handler handler(List<LogRecord> logged) {
      return new Handler() {
        @Override
        public void publish(LogRecord logRecord) {
          logged.add(logRecord);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
    }
  }

  @Nested
  class Query {

    private static final String GET_CALLER_IDENTITY = "Action=GetCallerIdentity&Version=2011-06-15";
    private static final String ANSWER =
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
            + "<GetCallerIdentityResult><UserId>AIDAEXAMPLE</UserId><Account>123456789012</Account>"
            + "<Arn>"
            + ARN
            + "</Arn></GetCallerIdentityResult><ResponseMetadata><RequestId>"
            + ID
            + "</RequestId></ResponseMetadata></GetCallerIdentityResponse>";

    @Test
    void getCallerIdentity_tellsWhoSigned() {
      WireReply reply = front().answer(form("sts", GET_CALLER_IDENTITY));

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.contentType()).startsWith("text/xml");
      assertThat(body(reply)).isEqualTo(ANSWER);
    }

    @Test
    void presignedGetCallerIdentity_tellsWhoSigned() {
      SignedRequest presigned =
          signer("sts")
              .presign(
                  new SignedRequest(
                      "GET",
                      "/",
                      GET_CALLER_IDENTITY,
                      List.of(new Header("Host", "localhost")),
                      new byte[0]),
                  Duration.ofMinutes(15));

      assertThat(body(front().answer(request(presigned)))).isEqualTo(ANSWER);
    }

    @Test
    void unsignedRequest_isRefusedInXml() {
      WireReply reply =
          front().answer(request(unsigned(QueryProtocol.FORM, "", GET_CALLER_IDENTITY)));

      assertThat(reply.status()).isEqualTo(403);
      assertThat(body(reply))
          .isEqualTo(
              "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error>"
                  + "<Type>Sender</Type><Code>MissingAuthenticationToken</Code><Message>Request is"
                  + " missing Authentication Token</Message></Error><RequestId>"
                  + ID
                  + "</RequestId></ErrorResponse>");
      assertRefusedBeforeAnOperation("MissingAuthenticationToken");
    }

    @Test
    void errorsOfIam_areInItsNamespace() {
      WireReply reply =
          front(OperationTable.of("iam"))
              .answer(form("iam", "Action=GetUser&Version=2010-05-08&UserName=a"));

      assertThat(reply.status()).isEqualTo(400);
      assertThat(body(reply))
          .contains("xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"")
          .contains("<Code>InvalidAction</Code>");
    }

    @Test
    void operationWithAProofOfItsOwn_needsNoSignature() {
      String body = "Action=AssumeRoleWithWebIdentity&Version=2011-06-15";

      WireReply reply = front().answer(request(unsigned(QueryProtocol.FORM, "", body)));

      assertThat(reply.status()).isEqualTo(400);
      assertThat(body(reply)).contains("<Code>ValidationError</Code>");
      assertThat(refused)
          .singleElement()
          .satisfies(call -> assertThat(call.eventName()).isEqualTo("AssumeRoleWithWebIdentity"));
    }

    @Test
    void unsignedRequestForAnotherOperation_isRefused() {
      String body = "Action=AssumeRole&Version=2011-06-15";

      WireReply reply = front().answer(request(unsigned(QueryProtocol.FORM, "", body)));

      assertThat(reply.status()).isEqualTo(403);
      assertThat(body(reply)).contains("<Code>MissingAuthenticationToken</Code>");
    }

    @Test
    void unknownActionOrVersion_isInvalid() {
      for (String body :
          List.of(
              "",
              "Action=Nothing&Version=2011-06-15",
              "Action=GetCallerIdentity",
              "Action=GetCallerIdentity&Version=2010-01-01",
              "Action=%3Cx%3E&Version=2011-06-15")) {
        WireReply reply = front().answer(form("sts", body));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(body(reply)).contains("<Code>InvalidAction</Code>");
      }
    }

    @Test
    void unreadableForm_isRefused() {
      for (String body : List.of("Action=%zz", "Action=a&Action=b")) {
        assertThat(body(front().answer(form("sts", body)))).contains("<Code>MalformedInput</Code>");
      }
    }

    @Test
    void signatureForAnotherService_isRefused() {
      assertThat(body(front().answer(form("kms", GET_CALLER_IDENTITY))))
          .contains("<Code>SignatureDoesNotMatch</Code>")
          .contains("Credential should be scoped to correct service: 'sts'. ");
    }

    @Test
    void structuresOfAForm_areReadByTheirShape() {
      ServiceModel model = ServiceModel.of("example");
      QueryForm form =
          QueryForm.parse(
              "Name=ab+c%C3%BC&Count=7&Flag=true&When=2026-03-04T05:06:07Z&Names.member.1=x"
                  + "&Names.member.2=y&Pairs.entry.1.key=k&Pairs.entry.1.value=v&Tree.Label=t"
                  + "&Tree.Children.member.1.Label=u&Unknown=1");

      assertThat(new String(form.toJson(model.shape("Everything"), model), UTF_8))
          .isEqualTo(
              "{\"Name\":\"ab cü\",\"Count\":7,\"Flag\":true,\"When\":\"2026-03-04T05:06:07Z\","
                  + "\"Names\":[\"x\",\"y\"],\"Pairs\":{\"k\":\"v\"},"
                  + "\"Tree\":{\"Label\":\"t\",\"Children\":[{\"Label\":\"u\"}]}}");
    }
  }
}

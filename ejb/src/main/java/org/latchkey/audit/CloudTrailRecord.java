package org.latchkey.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceRole;

/** Writes an event as CloudTrail does, in one line. */
final class CloudTrailRecord {

  private static final String EVENT_VERSION = "1.11";

  /** How the names of operations begin that change nothing. */
  private static final List<String> READ_ONLY =
      List.of(
          "AssumeRole",
          "BatchGet",
          "Decapsulate",
          "Decrypt",
          "Derive",
          "Describe",
          "Encapsulate",
          "Encrypt",
          "Generate",
          "Get",
          "List",
          "Lookup",
          "ReEncrypt",
          "Search",
          "Sign",
          "Simulate",
          "Validate",
          "Verify");

  /** Services whose records show what was answered. */
  private static final Set<String> SHOWING_RESPONSES =
      Set.of("iam.amazonaws.com", "organizations.amazonaws.com", "sts.amazonaws.com");

  /** Operations that change nothing, but issue credentials. */
  private static final Set<String> ISSUING =
      Set.of("AssumeRole", "AssumeRoleWithWebIdentity", "GetSessionToken");

  private static final JsonFactory JSON = new JsonFactory();

  private CloudTrailRecord() {}

  /**
   * Whose record it is.
   *
   * @param eventId what identifies the record among all
   * @param account who is shown it; empty where nobody is
   * @param sharedEventId what the records of one call for several accounts have in common; null
   *     where there is one
   */
  record Copy(String eventId, String account, @Nullable String sharedEventId) {}

  /** The record of an event, for the caller's account. */
  static String json(AuditEvent event, String eventId) {
    String account = event.caller() == null ? "" : event.caller().account();
    return json(event, new Copy(eventId, account, null));
  }

  static String json(AuditEvent event, Copy copy) {
    StringWriter text = new StringWriter(1024);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(event, copy, json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void write(AuditEvent event, Copy copy, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("eventVersion", EVENT_VERSION);
    writeIdentity(event.caller(), copy.account(), json);
    json.writeStringField("eventTime", event.time().toString());
    json.writeStringField("eventSource", event.eventSource());
    json.writeStringField("eventName", event.eventName());
    json.writeStringField("awsRegion", event.region());
    writeOptional("sourceIPAddress", event.sourceIp(), json);
    writeOptional("userAgent", event.userAgent(), json);
    writeOptional("errorCode", event.errorCode(), json);
    writeOptional("errorMessage", event.errorMessage(), json);
    if (event.request() instanceof ConsoleLogin login) {
      writeLogin(login, event.errorMessage() == null, json);
    } else {
      writeElements("requestParameters", event.request(), json);
      writeElements("responseElements", showsResponse(event) ? event.response() : null, json);
    }
    json.writeStringField("requestID", event.requestId());
    json.writeStringField("eventID", copy.eventId());
    json.writeBooleanField("readOnly", isReadOnly(event.eventName()));
    writeResources(event, json);
    json.writeStringField("eventType", eventType(event));
    json.writeBooleanField("managementEvent", true);
    if (!copy.account().isEmpty()) {
      json.writeStringField("recipientAccountId", copy.account());
    }
    writeOptional("sharedEventID", copy.sharedEventId(), json);
    json.writeStringField("eventCategory", "Management");
    json.writeEndObject();
  }

  private static void writeElements(String name, @Nullable Record shown, JsonGenerator json)
      throws IOException {
    json.writeFieldName(name);
    if (shown == null) {
      json.writeNull();
    } else {
      RequestParameters.writeOrOmit(shown, json);
    }
  }

  /** As CloudTrail records sign-ins, and whom was meant by one that failed where that is known. */
  private static void writeLogin(ConsoleLogin login, boolean success, JsonGenerator json)
      throws IOException {
    json.writeNullField("requestParameters");
    json.writeObjectFieldStart("responseElements");
    json.writeStringField(ConsoleLogin.EVENT_NAME, success ? "Success" : "Failure");
    json.writeEndObject();
    json.writeObjectFieldStart("additionalEventData");
    json.writeStringField("LoginTo", "/console");
    json.writeStringField("MobileVersion", "No");
    json.writeStringField("MFAUsed", login.mfaUsed() ? "Yes" : "No");
    writeOptional("AccountId", login.accountId(), json);
    writeOptional("UserName", login.userName(), json);
    json.writeEndObject();
  }

  /** Who asked; another account is told whose account that is, and a unique id. */
  private static void writeIdentity(@Nullable Caller caller, String recipient, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart("userIdentity");
    if (caller == null) {
      json.writeStringField("type", "Unknown");
    } else if (caller.isService()) {
      json.writeStringField("type", "AWSService");
      ServiceRole role = ServiceRole.of(caller.principal()).orElse(null);
      if (role != null) {
        writeServiceRole(role, caller.account(), json);
      }
      json.writeStringField("invokedBy", caller.principal());
    } else if (!caller.account().equals(recipient)) {
      json.writeStringField("type", "AWSAccount");
      json.writeStringField("principalId", caller.userId());
      json.writeStringField("accountId", caller.account());
    } else if (caller.type() == Caller.Type.WEB_IDENTITY) {
      json.writeStringField("type", identityType(caller.type()));
      json.writeStringField("principalId", caller.userId());
      if (!caller.account().isEmpty()) {
        json.writeStringField("identityProvider", caller.principal());
      }
    } else {
      json.writeStringField("type", identityType(caller.type()));
      json.writeStringField("principalId", caller.userId());
      json.writeStringField("arn", caller.principal());
      json.writeStringField("accountId", caller.account());
      writeOptional("accessKeyId", caller.accessKeyId(), json);
      writeUserName(caller, json);
      writeSession(caller, json);
      writeOptional("invokedBy", caller.viaService(), json);
    }
    json.writeEndObject();
  }

  /** The role that a service acts in is whose session it is. */
  private static void writeServiceRole(ServiceRole role, String account, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart("sessionContext");
    json.writeObjectFieldStart("sessionIssuer");
    json.writeStringField("type", "Role");
    json.writeStringField("principalId", role.id(account));
    json.writeStringField("arn", role.arn(account).toString());
    json.writeStringField("accountId", account);
    json.writeStringField("userName", role.roleName());
    json.writeEndObject();
    json.writeEndObject();
  }

  /** A user's name is what follows its path. */
  private static void writeUserName(Caller caller, JsonGenerator json) throws IOException {
    if (caller.type() == Caller.Type.USER) {
      json.writeStringField("userName", lastPart(caller.principal()));
    }
  }

  private static void writeSession(Caller caller, JsonGenerator json) throws IOException {
    Arn session = Arn.parse(caller.principal()).orElse(null);
    if (caller.type() != Caller.Type.ROLE_SESSION) {
      session = null;
    }
    Caller.Session credentials = caller.session();
    if (session == null && credentials == null && caller.mfaAuthenticatedAt() == null) {
      return;
    }
    json.writeObjectFieldStart("sessionContext");
    if (session != null) {
      String[] parts = session.resource().split("/", -1);
      String role = parts.length > 1 ? parts[1] : "";
      json.writeObjectFieldStart("sessionIssuer");
      json.writeStringField("type", "Role");
      json.writeStringField("principalId", caller.userId().replaceFirst(":.*$", ""));
      json.writeStringField("arn", roleArn(credentials, session.account(), role));
      json.writeStringField("accountId", session.account());
      json.writeStringField("userName", role);
      json.writeEndObject();
    }
    String provider = credentials == null ? null : credentials.federatedProvider();
    if (provider != null) {
      json.writeObjectFieldStart("webIdFederationData");
      json.writeStringField("federatedProvider", provider);
      json.writeObjectFieldStart("attributes");
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeObjectFieldStart("attributes");
    if (credentials != null) {
      json.writeStringField(
          "creationDate", credentials.createdAt().truncatedTo(ChronoUnit.SECONDS).toString());
    }
    json.writeStringField(
        "mfaAuthenticated", Boolean.toString(caller.mfaAuthenticatedAt() != null));
    json.writeEndObject();
    if (credentials != null) {
      writeOptional("sourceIdentity", credentials.sourceIdentity(), json);
    }
    json.writeEndObject();
  }

  /** The role's ARN, whose path the session's ARN has not. */
  private static String roleArn(
      Caller.@Nullable Session credentials, String account, String roleName) {
    String known = credentials == null ? null : credentials.roleArn();
    return known == null ? Arn.of("iam", "", account, "role/" + roleName).toString() : known;
  }

  private static String lastPart(String text) {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  /** What services do by themselves is no call, and neither is signing in. */
  private static String eventType(AuditEvent event) {
    if (event.eventSource().startsWith("signin.")) {
      return "AwsConsoleSignIn";
    }
    return event.caller() != null && event.caller().isService() ? "AwsServiceEvent" : "AwsApiCall";
  }

  private static String identityType(Caller.Type type) {
    return switch (type) {
      case ROOT -> "Root";
      case USER -> "IAMUser";
      case ROLE_SESSION -> "AssumedRole";
      case WEB_IDENTITY -> "WebIdentityUser";
      case SERVICE -> "AWSService";
    };
  }

  private static void writeResources(AuditEvent event, JsonGenerator json) throws IOException {
    if (event.resources().isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("resources");
    for (String resource : event.resources()) {
      json.writeStartObject();
      json.writeStringField("ARN", resource);
      Arn arn = Arn.parse(resource).orElse(null);
      if (arn != null && !arn.account().isEmpty()) {
        json.writeStringField("accountId", arn.account());
      }
      if (arn != null) {
        writeOptional("type", ResourceTypes.of(arn).orElse(null), json);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeOptional(String name, @Nullable String value, JsonGenerator json)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  /**
   * Whether the record shows what was made or changed, as CloudTrail's of identities do.
   *
   * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html">IAM
   *     User Guide, Logging IAM and AWS STS API calls with AWS CloudTrail</a>
   */
  private static boolean showsResponse(AuditEvent event) {
    return SHOWING_RESPONSES.contains(event.eventSource())
        && (!isReadOnly(event.eventName()) || ISSUING.contains(event.eventName()));
  }

  private static boolean isReadOnly(String eventName) {
    return READ_ONLY.stream().anyMatch(eventName::startsWith);
  }
}

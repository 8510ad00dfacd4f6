package org.latchkey.audit.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which record was a node's last at some time, and what files held the records since the digest
 * before; with members named as in CloudTrail's digest files.
 *
 * @param number from 1 on, without gaps
 * @param startTime when the digest before was made; null for the first
 * @param lastSequence the number of the last record
 * @param lastRecordHash SHA-256 of the last record's line
 * @param publicKeyFingerprint SHA-256 of the public key in DER
 * @param previousHash SHA-256 of the digest before, whole; null for the first
 * @param previousSignature its signature, in hexadecimal; null for the first
 * @see <a
 *     href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html">
 *     AWS CloudTrail User Guide, digest file structure</a>
 */
public record TrailDigest(
    String node,
    long number,
    @Nullable String startTime,
    String endTime,
    List<LogFile> logFiles,
    long lastSequence,
    String lastRecordHash,
    String publicKeyFingerprint,
    @Nullable String previousHash,
    @Nullable String previousSignature) {

  /** The one algorithm that digests are signed with. */
  public static final String SIGNATURE_ALGORITHM = "SHA256withECDSA";

  private static final String HASH_ALGORITHM = "SHA-256";
  private static final Pattern NAME =
      Pattern.compile("digest-([0-9a-f-]{1,64})-([0-9]{12})\\.json");
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * What a file held of the records since the digest before.
   *
   * @param lastRecordHash SHA-256 of the line of the last of them
   */
  public record LogFile(
      String file, long firstSequence, long lastSequence, String lastRecordHash) {}

  public TrailDigest {
    logFiles = List.copyOf(logFiles);
  }

  /** The name of a digest's file. */
  public static String fileName(String node, long number) {
    return "digest-%s-%012d.json".formatted(node, number);
  }

  /** The name of the file that holds a digest's signature, in hexadecimal. */
  public static String signatureName(String digestName) {
    return digestName + ".sig";
  }

  /** The node that a digest's name speaks of; empty where the name is none. */
  public static Optional<String> nodeOf(String name) {
    Matcher parts = NAME.matcher(name);
    return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
  }

  /** What is signed: the end time, the file's name, its hash and the signature before it. */
  public static byte[] toSign(
      String endTime, String fileName, String fileHash, @Nullable String previousSignature) {
    return (endTime
            + '\n'
            + fileName
            + '\n'
            + fileHash
            + '\n'
            + (previousSignature == null ? "" : previousSignature))
        .getBytes(UTF_8);
  }

  /** The digest as its file has it. */
  public byte[] toJson() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("node", node);
      json.writeNumberField("digestNumber", number);
      json.writeStringField("digestStartTime", startTime);
      json.writeStringField("digestEndTime", endTime);
      json.writeStringField("digestPublicKeyFingerprint", publicKeyFingerprint);
      json.writeStringField("digestSignatureAlgorithm", SIGNATURE_ALGORITHM);
      json.writeNumberField("lastSequence", lastSequence);
      json.writeStringField("lastRecordHashValue", lastRecordHash);
      json.writeStringField("lastRecordHashAlgorithm", HASH_ALGORITHM);
      json.writeStringField("previousDigestFile", number == 1 ? null : fileName(node, number - 1));
      json.writeStringField("previousDigestHashValue", previousHash);
      json.writeStringField("previousDigestHashAlgorithm", number == 1 ? null : HASH_ALGORITHM);
      json.writeStringField("previousDigestSignature", previousSignature);
      json.writeArrayFieldStart("logFiles");
      for (LogFile file : logFiles) {
        json.writeStartObject();
        json.writeStringField("file", file.file());
        json.writeNumberField("firstSequence", file.firstSequence());
        json.writeNumberField("lastSequence", file.lastSequence());
        json.writeStringField("lastRecordHashValue", file.lastRecordHash());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  /**
   * Reads a digest.
   *
   * @throws IOException where it is none
   */
  public static TrailDigest parse(byte[] file) throws IOException {
    Map<String, String> members = new HashMap<>();
    List<LogFile> files = new ArrayList<>();
    try (JsonParser json = JSON.createParser(file)) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken() == JsonToken.START_ARRAY) {
          require(name.equals("logFiles"));
          while (json.nextToken() == JsonToken.START_OBJECT) {
            files.add(logFile(scalars(json)));
          }
        } else if (json.currentToken() != JsonToken.VALUE_NULL) {
          members.put(name, scalar(json));
        }
      }
      return new TrailDigest(
          required(members, "node"),
          number(members, "digestNumber"),
          members.get("digestStartTime"),
          required(members, "digestEndTime"),
          files,
          number(members, "lastSequence"),
          required(members, "lastRecordHashValue"),
          required(members, "digestPublicKeyFingerprint"),
          members.get("previousDigestHashValue"),
          members.get("previousDigestSignature"));
    }
  }

  private static LogFile logFile(Map<String, String> members) throws IOException {
    return new LogFile(
        required(members, "file"),
        number(members, "firstSequence"),
        number(members, "lastSequence"),
        required(members, "lastRecordHashValue"));
  }

  private static Map<String, String> scalars(JsonParser json) throws IOException {
    Map<String, String> members = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      members.put(name, scalar(json));
    }
    return members;
  }

  private static String scalar(JsonParser json) throws IOException {
    require(json.currentToken().isScalarValue());
    return json.getText();
  }

  private static String required(Map<String, String> members, String name) throws IOException {
    String value = members.get(name);
    if (value == null) {
      throw new IOException("The digest has no " + name + ".");
    }
    return value;
  }

  private static long number(Map<String, String> members, String name) throws IOException {
    try {
      return Long.parseLong(required(members, name));
    } catch (NumberFormatException e) {
      throw new IOException("The digest's " + name + " is not a number.", e);
    }
  }

  private static void require(boolean holds) throws IOException {
    if (!holds) {
      throw new IOException("The file is not a digest.");
    }
  }
}

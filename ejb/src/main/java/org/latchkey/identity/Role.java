package org.latchkey.identity;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Arn;

/**
 * A role: a principal without credentials of its own, which those whom its trust policy names may
 * assume.
 *
 * @param id the unique id, {@code AROA…}
 * @param maxSessionDuration in seconds, 3,600 to 43,200
 * @param permissionsBoundary the ARN of the managed policy that bounds its sessions; null for none
 */
public record Role(
    String id,
    String account,
    String path,
    String name,
    String arn,
    String trustPolicy,
    @Nullable String description,
    int maxSessionDuration,
    @Nullable String permissionsBoundary,
    Map<String, String> tags,
    Instant createdAt) {

  public Role {
    tags = Map.copyOf(tags);
  }

  /** The ARN of one of its sessions, in which the role's path does not occur. */
  public String sessionArn(String sessionName) {
    return Arn.of("sts", "", account, "assumed-role/" + name + "/" + sessionName).toString();
  }
}

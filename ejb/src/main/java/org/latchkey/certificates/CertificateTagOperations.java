package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.certificates.CertificateOperations.Tag;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/** ACM: the tags of certificates, at most 50 each. Each operation comes under two names. */
@ApplicationScoped
@Transactional
@Audited("acm.amazonaws.com")
public class CertificateTagOperations {

  public record AddTagsToCertificateRequest(String certificateArn, List<Tag> tags) {}

  public record RemoveTagsFromCertificateRequest(String certificateArn, List<Tag> tags) {}

  public record ListTagsForCertificateRequest(String certificateArn) {}

  public record ListTagsForCertificateResponse(List<Tag> tags) {}

  public record TagResourceRequest(String resourceArn, List<Tag> tags) {}

  public record UntagResourceRequest(String resourceArn, List<String> tagKeys) {}

  public record ListTagsForResourceRequest(String resourceArn) {}

  public record ListTagsForResourceResponse(List<Tag> tags) {}

  @Inject private CertificateAccess access;

  /**
   * Adds tags, and gives those that are there new values.
   *
   * @throws ServiceException {@code InvalidArnException}, {@code ResourceNotFoundException}, {@code
   *     InvalidTagException}, {@code TooManyTagsException}
   */
  public void addTagsToCertificate(Caller caller, AddTagsToCertificateRequest request) {
    tag(caller, request.certificateArn(), "acm:AddTagsToCertificate", request.tags());
  }

  /**
   * Removes tags; one that is given with a value is removed where it has that value.
   *
   * @throws ServiceException {@code InvalidArnException}, {@code ResourceNotFoundException}, {@code
   *     InvalidTagException}
   */
  public void removeTagsFromCertificate(Caller caller, RemoveTagsFromCertificateRequest request) {
    request.tags().forEach(tag -> CertificateTags.requireUsable(tag.key()));
    List<String> keys = request.tags().stream().map(Tag::key).toList();
    Certificate certificate =
        access.authorizedAndLocked(
            caller,
            request.certificateArn(),
            "acm:RemoveTagsFromCertificate",
            RequestContext.builder().putAll("aws:TagKeys", keys));
    Map<String, String> present = certificate.tags();
    certificate.untag(
        request.tags().stream()
            .filter(tag -> tag.value() == null || tag.value().equals(present.get(tag.key())))
            .map(Tag::key)
            .toList());
  }

  /** A certificate's tags, by their keys. */
  public ListTagsForCertificateResponse listTagsForCertificate(
      Caller caller, ListTagsForCertificateRequest request) {
    return new ListTagsForCertificateResponse(
        list(caller, request.certificateArn(), "acm:ListTagsForCertificate"));
  }

  /**
   * Adds tags, and gives those that are there new values.
   *
   * @throws ServiceException {@code ResourceNotFoundException}, {@code ValidationException}, {@code
   *     ServiceQuotaExceededException}
   */
  public void tagResource(Caller caller, TagResourceRequest request) {
    onResource(() -> tag(caller, request.resourceArn(), "acm:TagResource", request.tags()));
  }

  /**
   * Removes tags; those that are not there are passed over.
   *
   * @throws ServiceException {@code ResourceNotFoundException}, {@code ValidationException}
   */
  public void untagResource(Caller caller, UntagResourceRequest request) {
    onResource(
        () -> {
          request.tagKeys().forEach(CertificateTags::requireUsable);
          access
              .authorizedAndLocked(
                  caller,
                  request.resourceArn(),
                  "acm:UntagResource",
                  RequestContext.builder().putAll("aws:TagKeys", request.tagKeys()))
              .untag(request.tagKeys());
        });
  }

  /**
   * A certificate's tags, by their keys.
   *
   * @throws ServiceException {@code ResourceNotFoundException}, {@code ValidationException}
   */
  public ListTagsForResourceResponse listTagsForResource(
      Caller caller, ListTagsForResourceRequest request) {
    List<Tag> tags = new ArrayList<>();
    onResource(() -> tags.addAll(list(caller, request.resourceArn(), "acm:ListTagsForResource")));
    return new ListTagsForResourceResponse(tags);
  }

  private void tag(Caller caller, String arn, String action, List<Tag> asked) {
    Map<String, String> tags = CertificateTags.of(asked);
    Certificate certificate =
        access.authorizedAndLocked(caller, arn, action, RequestContext.builder().requestTags(tags));
    Set<String> all = new HashSet<>(certificate.tags().keySet());
    all.addAll(tags.keySet());
    CertificateTags.requireNotTooMany(all);
    certificate.tag(tags);
  }

  private List<Tag> list(Caller caller, String arn, String action) {
    return new TreeMap<>(access.authorized(caller, arn, action).tags())
        .entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList();
  }

  /** The operations on resources of any kind have other names for the same refusals. */
  private static void onResource(Runnable operation) {
    try {
      operation.run();
    } catch (ServiceException refused) {
      throw refused.fault() instanceof CertificateFault fault
          ? new ServiceException(fault.onResource(), String.valueOf(refused.getMessage()), refused)
          : refused;
    }
  }
}

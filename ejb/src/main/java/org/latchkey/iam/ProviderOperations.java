package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.identity.IdentityFault;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** The OpenID Connect providers that an account trusts. */
@ApplicationScoped
@Transactional
@Audited("iam.amazonaws.com")
public class ProviderOperations {

  public record CreateOpenIDConnectProviderRequest(
      String url,
      @Nullable List<String> clientIDList,
      @Nullable List<String> thumbprintList,
      @Nullable List<Tag> tags) {}

  public record CreateOpenIDConnectProviderResponse(
      String openIDConnectProviderArn, @Nullable List<Tag> tags) {}

  public record GetOpenIDConnectProviderRequest(String openIDConnectProviderArn) {}

  public record GetOpenIDConnectProviderResponse(
      String url,
      List<String> clientIDList,
      List<String> thumbprintList,
      Instant createDate,
      @Nullable List<Tag> tags) {}

  public record ListOpenIDConnectProvidersRequest() {}

  public record ListOpenIDConnectProvidersResponse(List<ProviderEntry> openIDConnectProviderList) {}

  public record ProviderEntry(String arn) {}

  public record DeleteOpenIDConnectProviderRequest(String openIDConnectProviderArn) {}

  public record AddClientIDToOpenIDConnectProviderRequest(
      String openIDConnectProviderArn, String clientID) {}

  public record RemoveClientIDFromOpenIDConnectProviderRequest(
      String openIDConnectProviderArn, String clientID) {}

  public record UpdateOpenIDConnectProviderThumbprintRequest(
      String openIDConnectProviderArn, List<String> thumbprintList) {}

  public record TagOpenIDConnectProviderRequest(String openIDConnectProviderArn, List<Tag> tags) {}

  public record UntagOpenIDConnectProviderRequest(
      String openIDConnectProviderArn, List<String> tagKeys) {}

  public record ListOpenIDConnectProviderTagsRequest(
      String openIDConnectProviderArn, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListOpenIDConnectProviderTagsResponse(
      List<Tag> tags, boolean isTruncated, @Nullable String marker) {}

  private static final Pattern THUMBPRINT = Pattern.compile("[0-9A-Fa-f]{40}");
  private static final int MOST = 100;
  private static final int MOST_THUMBPRINTS = 5;

  @Inject private AccessCheck access;
  @Inject private OidcProviders providers;
  @Inject private Clock clock;

  /**
   * Lets an issuer of identity tokens be named in trust policies.
   *
   * @throws ServiceException {@code InvalidInput}, {@code EntityAlreadyExists}, {@code
   *     LimitExceeded} above 100 providers, client ids, or 5 thumbprints
   */
  public CreateOpenIDConnectProviderResponse createOpenIDConnectProvider(
      Caller caller, CreateOpenIDConnectProviderRequest request) {
    Map<String, String> tags = Tags.exact(request.tags());
    String url = url(request.url());
    Arn arn = OidcProvider.arn(caller.account(), url);
    access.authorize(
        caller, "iam:CreateOpenIDConnectProvider", arn, RequestContext.builder().requestTags(tags));
    access.authorizeTags(caller, "iam:TagOpenIDConnectProvider", arn, tags);
    List<String> clientIds = orEmpty(request.clientIDList());
    requireAtMost(clientIds.size(), MOST, "ClientIdsPerOpenIdConnectProvider");
    List<String> thumbprints = orEmpty(request.thumbprintList());
    requireThumbprints(thumbprints);
    if (providers.find(arn.toString()).isPresent()) {
      throw new ServiceException(
          IdentityFault.ENTITY_ALREADY_EXISTS, "Provider with url " + url + " already exists.");
    }
    requireAtMost(
        providers.of(caller.account()).size() + 1, MOST, "OpenIdConnectProvidersPerAccount");
    providers.add(
        new OidcProvider(caller.account(), url, clientIds, thumbprints, tags, clock.instant()));
    return new CreateOpenIDConnectProviderResponse(arn.toString(), Tags.shown(tags));
  }

  /** One provider. */
  public GetOpenIDConnectProviderResponse getOpenIDConnectProvider(
      Caller caller, GetOpenIDConnectProviderRequest request) {
    OidcProvider provider =
        own(caller, "iam:GetOpenIDConnectProvider", request.openIDConnectProviderArn());
    return new GetOpenIDConnectProviderResponse(
        provider.url(),
        provider.clientIds(),
        provider.thumbprints(),
        provider.createdAt(),
        Tags.shown(provider.tags()));
  }

  /** All providers of the account. */
  public ListOpenIDConnectProvidersResponse listOpenIDConnectProviders(
      Caller caller, ListOpenIDConnectProvidersRequest request) {
    access.authorize(
        caller, "iam:ListOpenIDConnectProviders", AccessCheck.arn(caller, "oidc-provider/*"));
    return new ListOpenIDConnectProvidersResponse(
        providers.of(caller.account()).stream()
            .map(provider -> new ProviderEntry(provider.arn()))
            .toList());
  }

  /** Ends the trust in a provider. Sessions that there are go on. */
  public void deleteOpenIDConnectProvider(
      Caller caller, DeleteOpenIDConnectProviderRequest request) {
    find(
            caller,
            "iam:DeleteOpenIDConnectProvider",
            request.openIDConnectProviderArn(),
            RequestContext.builder())
        .ifPresent(providers::remove);
  }

  /** Accepts tokens for one more audience; one that is accepted stays. */
  public void addClientIDToOpenIDConnectProvider(
      Caller caller, AddClientIDToOpenIDConnectProviderRequest request) {
    OidcProvider provider =
        locked(
            caller, "iam:AddClientIDToOpenIDConnectProvider", request.openIDConnectProviderArn());
    List<String> ids = new ArrayList<>(provider.clientIds());
    if (!ids.contains(request.clientID())) {
      ids.add(request.clientID());
      requireAtMost(ids.size(), MOST, "ClientIdsPerOpenIdConnectProvider");
      provider.setClientIds(ids);
    }
  }

  /** Accepts tokens for that audience no more. */
  public void removeClientIDFromOpenIDConnectProvider(
      Caller caller, RemoveClientIDFromOpenIDConnectProviderRequest request) {
    OidcProvider provider =
        locked(
            caller,
            "iam:RemoveClientIDFromOpenIDConnectProvider",
            request.openIDConnectProviderArn());
    provider.setClientIds(
        provider.clientIds().stream().filter(id -> !id.equals(request.clientID())).toList());
  }

  /** Replaces the thumbprints by which the provider's TLS certificate is trusted. */
  public void updateOpenIDConnectProviderThumbprint(
      Caller caller, UpdateOpenIDConnectProviderThumbprintRequest request) {
    OidcProvider provider =
        locked(
            caller,
            "iam:UpdateOpenIDConnectProviderThumbprint",
            request.openIDConnectProviderArn());
    requireThumbprints(request.thumbprintList());
    provider.setThumbprints(request.thumbprintList());
  }

  /** Adds tags to a provider, and gives those that it has new values. */
  public void tagOpenIDConnectProvider(Caller caller, TagOpenIDConnectProviderRequest request) {
    Map<String, String> tags = Tags.exact(request.tags());
    OidcProvider provider =
        locked(
            caller,
            "iam:TagOpenIDConnectProvider",
            request.openIDConnectProviderArn(),
            RequestContext.builder().requestTags(tags));
    provider.setTags(Tags.joinExact(provider.tags(), tags));
  }

  /** Takes tags from a provider; those that it does not have are passed over. */
  public void untagOpenIDConnectProvider(Caller caller, UntagOpenIDConnectProviderRequest request) {
    OidcProvider provider =
        locked(
            caller,
            "iam:UntagOpenIDConnectProvider",
            request.openIDConnectProviderArn(),
            RequestContext.builder().putAll("aws:TagKeys", request.tagKeys()));
    provider.setTags(Tags.withoutExact(provider.tags(), request.tagKeys()));
  }

  /** A provider's tags, by their keys. */
  public ListOpenIDConnectProviderTagsResponse listOpenIDConnectProviderTags(
      Caller caller, ListOpenIDConnectProviderTagsRequest request) {
    OidcProvider provider =
        own(caller, "iam:ListOpenIDConnectProviderTags", request.openIDConnectProviderArn());
    Page<Tag> page =
        Paging.of(request.marker(), request.maxItems()).cut(Tags.list(provider.tags()), Tag::key);
    return new ListOpenIDConnectProviderTagsResponse(
        page.items(), page.truncated(), page.nextMarker());
  }

  /** One to change, which nobody else changes until the transaction ends. */
  private OidcProvider locked(Caller caller, String action, String providerArn) {
    return locked(caller, action, providerArn, RequestContext.builder());
  }

  private OidcProvider locked(
      Caller caller, String action, String providerArn, RequestContext.Builder context) {
    return find(caller, action, providerArn, context)
        .flatMap(found -> providers.lock(providerArn))
        .orElseThrow(() -> notFound(providerArn));
  }

  private OidcProvider own(Caller caller, String action, String providerArn) {
    return find(caller, action, providerArn, RequestContext.builder())
        .orElseThrow(() -> notFound(providerArn));
  }

  private static ServiceException notFound(String providerArn) {
    return new ServiceException(
        IdentityFault.NO_SUCH_ENTITY, "OpenIDConnect Provider not found for arn " + providerArn);
  }

  private Optional<OidcProvider> find(
      Caller caller, String action, String providerArn, RequestContext.Builder context) {
    Arn arn =
        Arn.parse(providerArn)
            .filter(found -> found.service().equals("iam"))
            .filter(found -> found.resource().startsWith("oidc-provider/"))
            .orElseThrow(
                () ->
                    new ServiceException(
                        CommonFault.VALIDATION, "ARN " + providerArn + " is not valid."));
    Optional<OidcProvider> provider =
        providers.find(providerArn).filter(found -> found.account().equals(caller.account()));
    Map<String, String> tags = provider.map(OidcProvider::tags).orElseGet(Map::of);
    access.authorize(caller, action, arn, context.resourceTags(() -> tags));
    return provider;
  }

  /** The issuer without its scheme, as ARNs and condition keys name it. */
  private static String url(String text) {
    try {
      URI uri = new URI(text);
      boolean issuer =
          "https".equals(uri.getScheme())
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && uri.getRawSchemeSpecificPart().startsWith("//");
      if (issuer) {
        String rest = text.substring("https://".length());
        return rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
      }
    } catch (URISyntaxException none) {
      throw invalidUrl(none);
    }
    throw invalidUrl(null);
  }

  private static ServiceException invalidUrl(@Nullable Exception cause) {
    String message = "Invalid Open ID Connect Provider URL: it must begin with https://.";
    return cause == null
        ? new ServiceException(IdentityFault.INVALID_INPUT, message)
        : new ServiceException(IdentityFault.INVALID_INPUT, message, cause);
  }

  private static void requireThumbprints(List<String> thumbprints) {
    requireAtMost(thumbprints.size(), MOST_THUMBPRINTS, "ThumbprintsPerOpenIdConnectProvider");
    if (!thumbprints.stream().allMatch(each -> THUMBPRINT.matcher(each).matches())) {
      throw new ServiceException(
          IdentityFault.INVALID_INPUT, "A thumbprint is not 40 hexadecimal digits.");
    }
  }

  private static void requireAtMost(int count, int most, String quota) {
    if (count > most) {
      throw new ServiceException(
          IdentityFault.LIMIT_EXCEEDED, "Cannot exceed quota for " + quota + ": " + most);
    }
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }
}

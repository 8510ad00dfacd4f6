package org.latchkey.web.console;

import jakarta.annotation.PostConstruct;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.latchkey.associations.ServiceOperations;
import org.latchkey.associations.ServiceOperations.ListServicesRequest;
import org.latchkey.associations.ServiceOperations.ListServicesResponse;
import org.latchkey.associations.ServiceOperations.RegisterServiceRequest;
import org.latchkey.associations.ServiceOperations.RegisterServiceResponse;
import org.latchkey.associations.ServiceOperations.Service;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** The account's integrated services, and registering one. */
@Named
@ViewScoped
public class ServicesPage implements Serializable {

  @Inject private ServiceOperations operations;
  @Inject private CurrentUser user;

  private String name = "";
  private String contextKey = "";
  private String resourceArnPattern = "";
  private MarkedPages<Service> rows;

  /** Of this request alone: the credentials are shown once and kept nowhere. */
  private transient @Nullable String registered;

  @PostConstruct
  void open() {
    rows = new MarkedPages<>(this::read);
    String account = user.caller().account();
    resourceArnPattern = "arn:aws:elasticloadbalancing:*:" + account + ":loadbalancer/*";
  }

  private Page<Service> read(@Nullable String marker, int limit) {
    ListServicesResponse response =
        operations.listServices(user.caller(), new ListServicesRequest(limit, marker));
    return new Page<>(response.services(), response.nextToken());
  }

  /** Registers a service and shows its credentials. */
  public void register() {
    try {
      registered =
          credentials(
              operations.registerService(
                  user.caller(),
                  new RegisterServiceRequest(
                      name, contextKey.isEmpty() ? null : contextKey, resourceArnPattern)));
      rows.refresh();
    } catch (ServiceException refused) {
      FacesContext.getCurrentInstance()
          .addMessage(
              null, new FacesMessage(FacesMessage.SEVERITY_ERROR, refused.getMessage(), null));
    }
  }

  /** The file that the connector and the client read. */
  private static String credentials(RegisterServiceResponse response) {
    try (SecretBytes secret = response.secretAccessKey();
        SecretBytes password = response.brokerPassword()) {
      return """
          {
            "ServiceArn": "%s",
            "AccessKeyId": "%s",
            "SecretAccessKey": "%s",
            "BrokerLogin": "%s",
            "BrokerPassword": "%s",
            "DeliveryQueue": "%s",
            "ReplyQueue": "%s"
          }"""
          .formatted(
              response.serviceArn(),
              response.accessKeyId(),
              new String(secret.expose(), StandardCharsets.UTF_8),
              response.brokerLogin(),
              new String(password.expose(), StandardCharsets.UTF_8),
              response.deliveryQueue(),
              response.replyQueue());
    }
  }

  public MarkedPages<Service> getRows() {
    return rows;
  }

  public @Nullable String getRegistered() {
    return registered;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public String getContextKey() {
    return contextKey;
  }

  public void setContextKey(@Nullable String contextKey) {
    this.contextKey = contextKey == null ? "" : contextKey.strip();
  }

  public String getResourceArnPattern() {
    return resourceArnPattern;
  }

  public void setResourceArnPattern(String resourceArnPattern) {
    this.resourceArnPattern = resourceArnPattern;
  }
}

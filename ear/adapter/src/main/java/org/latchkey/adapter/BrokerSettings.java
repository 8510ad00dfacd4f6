package org.latchkey.adapter;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.uri.ConnectorTransportConfigurationParser;
import org.jspecify.annotations.Nullable;

/**
 * The broker as configured by the system properties {@code latchkey.*}.
 *
 * @param folder where the embedded broker keeps its journal
 * @param bind the address the embedded broker listens on
 * @param port the embedded broker's TCP port
 * @param outside the broker of the user's own, where there is one
 */
record BrokerSettings(Path folder, String bind, int port, @Nullable Outside outside) {
  private static final String DEFAULT_BIND = "127.0.0.1";
  private static final String DEFAULT_PORT = "61616";

  /**
   * A broker of the user's own.
   *
   * @param connectorClasses Artemis's connector factories, separated by commas
   * @param connectorParameters their parameters, in the resource adapter's syntax
   * @param user the login, or null
   * @param password its password, or null
   */
  record Outside(
      String connectorClasses,
      String connectorParameters,
      @Nullable String user,
      @Nullable String password) {

    @Override
    public String toString() {
      return "Outside[" + connectorClasses + "]";
    }
  }

  static BrokerSettings fromSystemProperties() {
    Path data = Path.of(System.getProperty("latchkey.data", "latchkey-data"));
    int port = Integer.parseInt(System.getProperty("latchkey.broker-port", DEFAULT_PORT));
    String url = System.getProperty("latchkey.broker-url", "");
    String bind = System.getProperty("latchkey.bind", DEFAULT_BIND);
    return new BrokerSettings(
        data.resolve("broker"), bind, port, url.isEmpty() ? null : outside(url));
  }

  private static Outside outside(String url) {
    List<TransportConfiguration> connectors;
    try {
      connectors = new ConnectorTransportConfigurationParser(true).newObject(new URI(url), null);
    } catch (Exception e) {
      throw new IllegalArgumentException("latchkey.broker-url is not an Artemis URL", e);
    }
    return new Outside(
        String.join(
            ",", connectors.stream().map(TransportConfiguration::getFactoryClassName).toList()),
        String.join(",", connectors.stream().map(BrokerSettings::parameters).toList()),
        System.getProperty("latchkey.broker-user"),
        System.getProperty("latchkey.broker-password"));
  }

  private static String parameters(TransportConfiguration connector) {
    return String.join(
        ";", connector.getCombinedParams().entrySet().stream().map(BrokerSettings::entry).toList());
  }

  private static String entry(Map.Entry<String, Object> parameter) {
    String value = String.valueOf(parameter.getValue());
    if (value.contains(";") || value.contains("=")) {
      throw new IllegalArgumentException(
          "latchkey.broker-url: the value of " + parameter.getKey() + " holds ';' or '='");
    }
    return parameter.getKey() + "=" + value.replace(",", "\\,");
  }
}

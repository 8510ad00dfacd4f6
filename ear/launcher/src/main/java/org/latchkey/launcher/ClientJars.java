package org.latchkey.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The client that lies in the runnable jar, as jars of its own.
 *
 * <p>It runs in this process, but sees none of the server's classes: its class loader has the
 * platform's as its parent. Its entries are called {@code run}, are given settings by name and a
 * writer for what they tell, and return the exit status.
 */
final class ClientJars {
  private static final String NESTED = "LATCHKEY-INF/client/";
  static final String DEMO = "org.latchkey.client.demo.Demo";
  static final String AGENT = "org.latchkey.client.agent.Agent";

  private final List<URL> jars;

  private ClientJars(List<URL> jars) {
    this.jars = jars;
  }

  /** Writes the client's jars into a folder. */
  static ClientJars extract(Path folder) throws IOException {
    List<URL> jars = new ArrayList<>();
    try (JarFile runnable = new JarFile(runnableJar().toFile())) {
      for (JarEntry entry : runnable.stream().filter(ClientJars::isClientJar).toList()) {
        Path jar = folder.resolve(entry.getName().substring(NESTED.length()));
        try (InputStream in = runnable.getInputStream(entry)) {
          Files.copy(in, jar);
        }
        jars.add(url(jar));
      }
    }
    return new ClientJars(jars);
  }

  private static boolean isClientJar(JarEntry entry) {
    String name = entry.getName();
    return name.startsWith(NESTED)
        && name.endsWith(".jar")
        && name.indexOf('/', NESTED.length()) < 0;
  }

  private static URL url(Path jar) throws MalformedURLException {
    return jar.toUri().toURL();
  }

  private static Path runnableJar() {
    try {
      return Path.of(ClientJars.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Runs the client in the calling thread.
   *
   * @param entry {@link #DEMO} or {@link #AGENT}
   * @param settings what it is told
   * @param out where it prints
   * @return its exit status
   */
  int run(String entry, Map<String, String> settings, PrintWriter out) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(
            "client", jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);
      return (Integer)
          loader
              .loadClass(entry)
              .getMethod("run", Map.class, PrintWriter.class)
              .invoke(null, settings, out);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("The client failed: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The client is missing from the jar", e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}

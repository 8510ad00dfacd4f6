package org.latchkey.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Optional;

/** What the installation remembers. */
@ApplicationScoped
class InstallationSettings {

  @Inject private EntityManager entities;

  Optional<String> find(String name) {
    return Optional.ofNullable(entities.find(Setting.class, name)).map(Setting::content);
  }

  void add(String name, String content) {
    entities.persist(new Setting(name, content));
  }
}

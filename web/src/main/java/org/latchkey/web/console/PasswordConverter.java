package org.latchkey.web.console;

import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.convert.Converter;
import jakarta.faces.convert.FacesConverter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.SecretBytes;

/** Takes a password out of the form as a secret, and never shows it again. */
@FacesConverter("password")
public class PasswordConverter implements Converter<SecretBytes> {

  @Override
  public @Nullable SecretBytes getAsObject(
      FacesContext context, UIComponent component, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    char[] characters = value.toCharArray();
    try {
      return SecretBytes.utf8(characters);
    } finally {
      Arrays.fill(characters, '\0');
    }
  }

  @Override
  public String getAsString(
      FacesContext context, UIComponent component, @Nullable SecretBytes value) {
    return "";
  }
}

// The browser's side of WebAuthn: a button asks an authenticator, and sends the form with its answer.
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const base64url = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
const descriptors = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

async function create(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: descriptors(options.excludeCredentials),
    },
  });
  return {
    clientDataJSON: base64url(made.response.clientDataJSON),
    attestationObject: base64url(made.response.attestationObject),
    credential: made,
  };
}

async function get(options) {
  const shown = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: descriptors(options.allowCredentials),
    },
  });
  return {
    clientDataJSON: base64url(shown.response.clientDataJSON),
    authenticatorData: base64url(shown.response.authenticatorData),
    signature: base64url(shown.response.signature),
    userHandle: shown.response.userHandle ? base64url(shown.response.userHandle) : undefined,
    credential: shown,
  };
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-passkey]");
  if (!button) {
    return;
  }
  const problem = button.form.querySelector(".passkey-problem");
  problem.hidden = true;
  try {
    const options = JSON.parse(button.dataset.question).publicKey;
    const { credential, ...response } = await (button.dataset.passkey === "create" ? create : get)(options);
    document.getElementById(button.dataset.answer).value = JSON.stringify({
      id: credential.id,
      type: credential.type,
      response,
      clientExtensionResults: {},
    });
    document.getElementById(button.dataset.done).click();
  } catch (refused) {
    problem.textContent =
      refused.name === "NotAllowedError"
        ? "The browser got no passkey."
        : "This browser cannot use passkeys here: they need HTTPS and a host name.";
    problem.hidden = false;
  }
});

// Copies the text of the element that a button names.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copies]");
  if (!button) {
    return;
  }
  const source = document.getElementById(button.dataset.copies);
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = "Copied";
  } catch {
    // Without the permission, or over plain HTTP from elsewhere: at least select it.
    const selection = window.getSelection();
    selection.selectAllChildren(source);
    button.textContent = "Selected";
  }
});

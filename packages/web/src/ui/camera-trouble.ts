import type { CameraTrouble } from "../camera/camera.ts";
import { isApple, isInstalled } from "../home-screen.ts";
import { t } from "../language/index.ts";

/** What is the matter with the camera, and what to do about it, on this phone and in this browser. */
export function troubleWords(trouble: CameraTrouble): { title: string; steps: string[] } {
  switch (trouble) {
    case "denied":
      return { title: t("The camera is off here."), steps: allowSteps() };
    case "taken":
      return {
        title: t("The camera is busy."),
        steps: [t("Close the app or the call that uses the camera."), t("Come back and press Start camera.")],
      };
    case "blank":
      return { title: t("The camera shows no picture."), steps: blankSteps() };
    case "insecure":
      return {
        title: t("The camera needs a secure page."),
        steps: [t("Open this page with https:// in front of its address."), t("Or type the code under their badge, below.")],
      };
    case "unsupported":
      return {
        title: t("No camera in this app."),
        steps: [t("Open this page in the phone’s own browser: the camera works there."), t("Or type the code under their badge, below.")],
      };
    default:
      return {
        title: t("No camera was found."),
        steps: [t("Choose a photo of their badge instead."), t("Or type the code under their badge, below.")],
      };
  }
}

function allowSteps(): string[] {
  const again = t("Come back and press Start camera.");
  // There is no address bar on the home screen, and a refusal lasts until the app is closed.
  if (isApple() && isInstalled())
    return [t("Close this app: swipe it up and away."), t("Open it again, press Start camera, and choose Allow."), inBrowser()];
  // Other browsers of an iPhone are apps to it, with a switch for the camera each.
  if (isApple() && /CriOS|FxiOS|EdgiOS|OPT\//.test(navigator.userAgent))
    return [t("Open the phone’s Settings, and there this browser."), t("Switch Camera on."), again];
  if (isApple())
    return [t("Tap the sign beside the address, aA on older phones."), t("Choose Website settings, then Camera: Allow."), again];
  if (isInstalled())
    return [t("Open Lanyard in the browser, and tap the sign left of its address."), t("Choose Permissions, then Camera: Allow."), again];
  return [t("Tap the sign left of the address above."), t("Choose Permissions, then Camera: Allow."), again];
}

function blankSteps(): string[] {
  if (isApple() && isInstalled())
    return [t("Close this app: swipe it up and away."), t("Open it again and press Start camera."), inBrowser()];
  return [t("Close this page and open it in the phone’s own browser."), t("Start the camera there.")];
}

const inBrowser = () => t("Still nothing? Open Lanyard in Safari: the camera works there. What is not yet sent stays in this app.");

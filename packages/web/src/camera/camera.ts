/** The phone's camera: opened, kept awake, lit, and closed again. */

export type CameraTrouble = "denied" | "none" | "taken" | "insecure" | "unsupported" | "blank";
export type Camera = {
  /** Cameras to choose from, in the browser's order. */
  choices: { id: string; label: string }[];
  chosen: string | undefined;
  /** Undefined where the camera has no torch. */
  torch: ((on: boolean) => Promise<void>) | undefined;
  close(): void;
};

const chosenKept = "lanyard.camera";
/** A stream without one picture in this time is told as trouble: some phones stay black and say nothing. */
const blankMs = 6_000;

/** Why this browser gives no page a camera: a plain http address, or an app that only shows pages. Undefined when it does. */
export function noCameraHere(): CameraTrouble | undefined {
  if (navigator.mediaDevices) return undefined;
  return isSecureContext ? "unsupported" : "insecure";
}

/** Whether the camera may start by itself: it was allowed before, so that nobody is asked out of the blue. */
export async function isAllowed(): Promise<boolean> {
  if (noCameraHere()) return false;
  try {
    const { state } = await navigator.permissions.query({ name: "camera" as PermissionName });
    return state === "granted";
  } catch {
    return localStorage.getItem(chosenKept) !== null;
  }
}

/** Shows the camera in `video`. Rejects with a `CameraTrouble`; `onLost` is told when the picture stops later. */
export async function openCamera(video: HTMLVideoElement, onLost: (trouble: CameraTrouble) => void, deviceId?: string): Promise<Camera> {
  const never = noCameraHere();
  if (never) throw never;
  const wanted = deviceId ?? localStorage.getItem(chosenKept) ?? "";
  const stream = await ask(wanted)
    .catch((error: DOMException) => {
      if (error.name === "OverconstrainedError" && wanted) return ask("");
      throw error;
    })
    .catch((error: DOMException) => {
      throw troubleOf(error);
    });
  const track = stream.getVideoTracks()[0];
  if (!track) throw "none";
  video.srcObject = stream;
  video.muted = true;
  video.setAttribute("playsinline", "");
  await video.play().catch(() => {});
  const chosen = track.getSettings().deviceId;
  localStorage.setItem(chosenKept, chosen ?? "");
  track.addEventListener("ended", () => onLost("taken"));
  const blank = setTimeout(() => {
    if (!video.videoWidth) onLost("blank");
  }, blankMs);
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  const wake = await keepAwake();
  const can = track.getCapabilities?.() as { torch?: boolean } | undefined;
  return {
    choices: devices.filter((d) => d.kind === "videoinput").map((d) => ({ id: d.deviceId, label: d.label })),
    chosen,
    torch: can?.torch ? (on) => track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] }) : undefined,
    close() {
      clearTimeout(blank);
      wake();
      for (const each of stream.getTracks()) each.stop();
      video.srcObject = null;
    },
  };
}

function ask(deviceId: string): Promise<MediaStream> {
  const which = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: { ideal: "environment" } };
  return navigator.mediaDevices.getUserMedia({ audio: false, video: { ...which, width: { ideal: 1280 }, height: { ideal: 720 } } });
}

function troubleOf(error: DOMException): CameraTrouble {
  if (error.name === "NotAllowedError" || error.name === "SecurityError") return "denied";
  if (error.name === "NotFoundError" || error.name === "OverconstrainedError") return "none";
  return "taken";
}

async function keepAwake(): Promise<() => void> {
  let lock: WakeLockSentinel | undefined;
  const take = async () => {
    if (document.visibilityState === "visible") lock = await navigator.wakeLock?.request("screen").catch(() => undefined);
  };
  await take();
  document.addEventListener("visibilitychange", take);
  return () => {
    document.removeEventListener("visibilitychange", take);
    void lock?.release().catch(() => {});
  };
}

/** The camera with its frame, and everything one can do when it does not work. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Camera, type CameraTrouble, isAllowed, noCameraHere, openCamera } from "../camera/camera.ts";
import { type Decoder, openDecoder } from "../camera/decoder.ts";
import { allowSound } from "../camera/feedback.ts";
import { watch } from "../camera/watch.ts";
import { isApple, isInstalled } from "../home-screen.ts";
import { t } from "../language/index.ts";
import { announce } from "./announce.ts";
import { troubleWords } from "./camera-trouble.ts";
import { Icon } from "./icon.tsx";

type State = "checking" | "off" | "starting" | "on" | CameraTrouble;
type Props = {
  /** Something else is on the screen; the camera goes on behind it. */
  hidden: boolean;
  busy: boolean;
  top: ComponentChildren;
  onCode(text: string): boolean;
};

export function CameraView({ hidden, busy, top, onCode }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const camera = useRef<Camera | undefined>(undefined);
  const decoder = useRef<Promise<Decoder> | undefined>(undefined);
  const unwatch = useRef(() => {});
  const code = useRef(onCode);
  code.current = onCode;
  const [state, setState] = useState<State>("checking");
  const [lit, setLit] = useState(false);
  const wanted = useRef(false);

  const stop = () => {
    unwatch.current();
    camera.current?.close();
    camera.current = undefined;
    setLit(false);
  };
  const fail = (trouble: CameraTrouble) => {
    stop();
    wanted.current = false;
    setState(trouble);
    announce(troubleWords(trouble).title);
  };
  const start = async (deviceId?: string) => {
    stop();
    if (!video.current) return;
    wanted.current = true;
    setState("starting");
    decoder.current ??= openDecoder();
    try {
      const opened = await openCamera(video.current, fail, deviceId);
      if (!wanted.current || !video.current) return opened.close();
      camera.current = opened;
      setState("on");
      announce(t("Camera ready"));
      unwatch.current = watch(video.current, await decoder.current, (text) => code.current(text));
    } catch (error) {
      fail(typeof error === "string" ? (error as CameraTrouble) : "taken");
    }
  };

  useEffect(() => {
    void isAllowed().then((allowed) => (allowed ? start() : setState(noCameraHere() ?? "off")));
    // A phone takes the camera away from a page that is not seen; it is opened again on return.
    const seen = () => {
      if (document.visibilityState === "hidden") stop();
      else if (wanted.current && !camera.current) void start();
    };
    document.addEventListener("visibilitychange", seen);
    return () => {
      document.removeEventListener("visibilitychange", seen);
      wanted.current = false;
      stop();
      void decoder.current?.then((d) => d.close());
    };
  }, []);

  const decode = () => {
    decoder.current ??= openDecoder();
    return decoder.current;
  };
  const next = () => {
    const choices = camera.current?.choices ?? [];
    const now = choices.findIndex((c) => c.id === camera.current?.chosen);
    void start(choices[(now + 1) % choices.length]?.id);
  };
  const torch = async () => {
    await camera.current?.torch?.(!lit).catch(() => {});
    setLit(!lit);
  };
  const live = state === "on" || state === "starting";
  const trouble = !live && state !== "checking" && state !== "off" ? troubleWords(state) : undefined;

  return (
    <div class={hidden ? "cam behind" : trouble ? "cam off" : "cam"} aria-hidden={hidden || undefined} inert={hidden || undefined}>
      <video ref={video} class="sight" muted playsInline />
      {top}
      {live && (
        <svg class="frame" viewBox="0 0 322 400" preserveAspectRatio="none" aria-hidden="true">
          <path
            vector-effect="non-scaling-stroke"
            d="M4 64V30a26 26 0 0 1 26-26h40M252 4h40a26 26 0 0 1 26 26v34M318 336v34a26 26 0 0 1-26 26h-40M70 396H30a26 26 0 0 1-26-26v-34M136 30h50"
          />
        </svg>
      )}
      {trouble ? (
        <div class="pad nocam">
          <Icon name="cameraOff" class="big" />
          <h2 class="name" data-fit="m">
            {trouble.title}
          </h2>
          <ol class="num">
            {trouble.steps.map((step) => (
              <li key={step}>
                <span>{step}</span>
              </li>
            ))}
          </ol>
        </div>
      ) : (
        !live && (
          <div class="pad nocam">
            <Icon name="scan" class="big" />
            <p class="lead">{t("The camera reads their badge. No picture leaves this phone.")}</p>
            {isApple() && isInstalled() && <p>{t("An iPhone may ask for the camera each time the app is opened. Choose Allow.")}</p>}
          </div>
        )
      )}
      <div class="tell">
        {live ? (
          <>
            <span class="grow">{busy || state === "starting" ? t("One moment") : t("Hold their badge in the frame")}</span>
            {(camera.current?.choices.length ?? 0) > 1 && (
              <button type="button" class="tool" onClick={next} aria-label={t("Other camera")}>
                <Icon name="turn" />
              </button>
            )}
            {camera.current?.torch && (
              <button type="button" class="tool" aria-pressed={lit} onClick={torch}>
                <Icon name="torch" />
                {t("Torch")}
              </button>
            )}
            <PhotoButton brief decoder={decode} onCode={(text) => code.current(text)} />
          </>
        ) : (
          <>
            <button
              type="button"
              class="btn"
              onClick={() => {
                allowSound();
                void start();
              }}
            >
              {t("Start camera")}
            </button>
            <PhotoButton decoder={decode} onCode={(text) => code.current(text)} />
          </>
        )}
      </div>
    </div>
  );
}

type PhotoProps = { brief?: boolean; decoder(): Promise<Decoder>; onCode(text: string): void };

/** A photo of a badge instead of the live camera. */
function PhotoButton({ brief = false, decoder, onCode }: PhotoProps) {
  const input = useRef<HTMLInputElement>(null);
  const read = async (file: File | undefined) => {
    if (!file) return;
    try {
      const picture = await createImageBitmap(file);
      const [text] = await (await decoder()).read(picture, true);
      onCode(text ?? "");
    } catch {
      announce(t("That photo could not be read. Take it again, closer and without a flash."));
    }
  };
  return (
    <>
      <button type="button" class="tool" aria-label={t("Choose a photo")} onClick={() => input.current?.click()}>
        <Icon name="photo" />
        {!brief && t("Choose a photo")}
      </button>
      <input
        ref={input}
        class="vh"
        type="file"
        accept="image/*"
        tabIndex={-1}
        aria-label={t("Photo of a badge")}
        onChange={(event) => {
          void read(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

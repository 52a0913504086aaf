// Records sound from the microphone, at most three minutes.
const LONGEST = 180, BITS = 32000; // about 700 KB in all
const TYPES = [["audio/mp4;codecs=mp4a.40.2", "m4a"], ["audio/webm;codecs=opus", "webm"], ["audio/ogg;codecs=opus", "ogg"], ["audio/mp4", "m4a"]];
const able = window.isSecureContext && navigator.mediaDevices?.getUserMedia && window.MediaRecorder && window.DataTransfer;

// [type, ending] in which this browser records; nothing when it cannot, or the page is not secure.
export const kind = able && TYPES.find(([type]) => MediaRecorder.isTypeSupported(type));

// Begins at once and gives the function that stops it. `wanted`: whether to go on; `tick`: the seconds so far; `done`: all
// that was recorded. Throws what the browser says when there is no microphone, or none is allowed.
export async function record({ wanted, tick, done }) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const chunks = [], since = Date.now();
  const recorder = new MediaRecorder(stream, { mimeType: kind[0], audioBitsPerSecond: BITS });
  const stop = () => { if (recorder.state !== "inactive") recorder.stop(); };
  const look = () => {
    const seconds = Math.floor((Date.now() - since) / 1000);
    tick(seconds);
    if (seconds >= LONGEST || !wanted()) stop();
  };
  const looking = setInterval(look, 250);
  recorder.addEventListener("dataavailable", ({ data }) => chunks.push(data));
  recorder.addEventListener("stop", () => {
    clearInterval(looking);
    for (const track of stream.getTracks()) track.stop();
    done(chunks, since);
  });
  recorder.start();
  look();
  return stop;
}

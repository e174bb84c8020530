// Resumable uploads (tus 1.0, core and creation) for <input type=file data-tus="…">.
// When anything but the network fails, the ordinary form post carries the file.
const chunkSize = 256 * 1024;
const pauses = [0, 1, 2, 4, 8, 15, 30];
const fill = (words, values) => (words ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** The server refused, for a reason that trying again does not change. */
class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const refusal = async (answer) => {
  const problem = await answer.json().catch(() => ({}));
  return new Refused(answer.status, problem.detail ?? problem.title ?? "");
};

/** A key for one upload, also where there is no secure context. */
const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const memory = {
  key: (file) => `upload:${file.name}:${file.size}:${file.lastModified}`,
  get: (file) => {
    try {
      return sessionStorage.getItem(memory.key(file));
    } catch {
      return null;
    }
  },
  set: (file, address) => {
    try {
      if (address) sessionStorage.setItem(memory.key(file), address);
      else sessionStorage.removeItem(memory.key(file));
    } catch {
      // Without storage an upload does not outlive the page.
    }
  },
};

/** Sends one file and tells how far it is. */
class Upload {
  constructor(file, address, csrf, tell) {
    Object.assign(this, { file, csrf, tell, endpoint: address, key: newKey(), offset: 0 });
    this.stop = new AbortController();
  }

  request(method, address, headers = {}, body) {
    return fetch(address, {
      method,
      body,
      signal: this.stop.signal,
      credentials: "same-origin",
      redirect: "manual",  // to the sign-in page, which takes no uploads
      headers: { "Tus-Resumable": "1.0.0", "X-CSRF-Token": this.csrf, ...headers },
    });
  }

  async create() {
    const { name, type, size } = this.file;
    const answer = await this.request("POST", this.endpoint, {
      "Upload-Length": String(size),
      "Upload-Metadata": `filename ${base64(name)},filetype ${base64(type || "application/octet-stream")}`,
      "Idempotency-Key": this.key,
    });
    if (answer.status >= 500) throw new TypeError("try again");
    const place = answer.headers.get("Location");
    if (answer.status !== 201 || !place) throw await refusal(answer);
    this.address = new URL(place, location.href).href;
    this.offset = 0;
    memory.set(this.file, this.address);
  }

  /** Asks how much has arrived; begins anew when the server has forgotten the upload. */
  async resume() {
    this.address ??= memory.get(this.file);
    if (!this.address) return this.create();
    const answer = await this.request("HEAD", this.address);
    if (answer.status >= 500) throw new TypeError("try again");
    if (!answer.ok) {
      memory.set(this.file, null);
      this.address = null;
      this.key = newKey();
      return this.create();
    }
    this.offset = Number(answer.headers.get("Upload-Offset"));
  }

  async sendRest() {
    while (this.offset < this.file.size) {
      const answer = await this.request("PATCH", this.address, {
        "Upload-Offset": String(this.offset),
        "Content-Type": "application/offset+octet-stream",
      }, this.file.slice(this.offset, this.offset + chunkSize));
      // 409: the server has another offset than we believe, 423: an earlier piece is still being written.
      if (answer.status >= 500 || answer.status === 409 || answer.status === 423) throw new TypeError("try again");
      if (answer.status !== 204) throw await refusal(answer);
      this.offset = Number(answer.headers.get("Upload-Offset"));
      this.tries = 0;
      this.tell("sending", { n: Math.floor((100 * this.offset) / this.file.size) });
    }
  }

  /** The id of the finished upload. */
  async run() {
    for (this.tries = 0; ; this.tries += 1) {
      try {
        await this.resume();
        await this.sendRest();
        memory.set(this.file, null);
        return this.address.split("/").pop();
      } catch (error) {
        if (error instanceof Refused || error.name === "AbortError" || this.tries >= pauses.length) throw error;
        this.tell("waiting", {});
        if (navigator.onLine === false) {
          await Promise.race([wait(60), new Promise((done) => addEventListener("online", done, { once: true }))]);
        } else await wait(pauses[this.tries]);
      }
    }
  }
}

/** One file field: its name is taken away once the uploads are known, so that no byte is posted twice. */
const attach = (input) => {
  const { form, name } = input;
  const target = document.getElementById(input.dataset.target);
  const box = input.closest(".file") ?? input.parentElement;
  const say = box.querySelector("[data-say]");
  const bar = box.querySelector("progress");
  let running = null;
  let uploads = [];

  const show = (file) => (state, values) => {
    const words = input.dataset[`say${state[0].toUpperCase()}${state.slice(1)}`];
    const text = fill(words, { name: file.name, ...values });
    // Readers hear every tenth part only.
    if (say && (state !== "sending" || values.n % 10 === 0 || !say.textContent)) say.textContent = text;
    if (!bar) return;
    bar.hidden = state !== "sending" && state !== "waiting";
    if (values.n !== undefined) bar.value = values.n;
  };

  const refuse = (text) => {
    input.value = "";
    input.setAttribute("aria-invalid", "true");
    box.dataset.s = "err";
    if (bar) bar.hidden = true;
    if (say) say.textContent = text;
  };

  /** True when the form may go on: with the ids, or with the files themselves. */
  const start = async (files) => {
    const ids = [];
    for (const file of files) {
      const csrf = form.elements._csrf?.value ?? "";
      const upload = new Upload(file, input.dataset.tus, csrf, show(file));
      uploads.push(upload);
      show(file)("sending", { n: 0 });
      try {
        ids.push(await upload.run());
        show(file)("done", {});
      } catch (error) {
        if (error.name === "AbortError") return false;
        const isWrongFile = error instanceof Refused && [413, 415, 422].includes(error.status);
        if (isWrongFile) refuse(error.message);
        else show(file)("failed", {});
        return !isWrongFile;
      }
    }
    target.value = ids.join(",");
    input.removeAttribute("name");
    return true;
  };

  input.addEventListener("change", () => {
    uploads.forEach((upload) => upload.stop.abort());
    uploads = [];
    target.value = "";
    input.name = name;
    input.removeAttribute("aria-invalid");
    delete box.dataset.s;
    if (say) say.textContent = "";
    const files = [...input.files];
    const large = files.find((file) => file.size > Number(input.dataset.max || Infinity));
    if (large) {
      refuse(fill(input.dataset.sayLarge, { name: large.name }));
      return;
    }
    const mine = start(files).finally(() => {
      if (running === mine) running = null;
    });
    running = files.length ? mine : null;
  });

  form.addEventListener("submit", (event) => {
    if (!running) return;
    // Hold the form until the last byte is there, then go on as if it had just been pressed.
    event.preventDefault();
    const { submitter } = event;
    running.then((mayGoOn) => mayGoOn && form.requestSubmit(submitter));
  });
};

for (const input of document.querySelectorAll("input[type=file][data-tus]")) {
  if (input.form && document.getElementById(input.dataset.target)) attach(input);
}

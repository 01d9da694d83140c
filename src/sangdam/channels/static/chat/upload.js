/** A file on its way to the server: fetch can't say how far it is, XMLHttpRequest can. */

import { againIn, bearer, Problem } from "../shared/problem.js";

/** What the server answered, as JSON. `onProgress` takes the share that is sent, 0 to 1.
 *  Throws a Problem. */
export function upload(address, token, file, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "json";
    for (const [name, value] of Object.entries(bearer(token))) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onerror = () => reject(new Problem(0));
    request.onload = () => {
      const { status, response } = request;
      if (status === 201 && response) resolve(response);
      else reject(new Problem(status, response?.detail, "", againIn(request.getResponseHeader("Retry-After"))));
    };
    request.send(file);
  });
}

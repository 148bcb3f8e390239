// Asking the server: JSON in and out, with the token of the page and errors that say what to do.

import { boot } from "./boot";
import { w } from "./words";

export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly findings?: readonly { readonly path: string; readonly message: string }[];
  readonly [more: string]: unknown;
}

/** The server answered, and refused. */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.problem = problem;
  }
}

/** The server could not be reached. */
export class Unreachable extends Error {
  constructor() {
    super(w("连不上服务器。", "The server cannot be reached."));
  }
}

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** Sends a request. Throws `Refused`, `Unreachable`, or an AbortError when it was called off. */
export async function ask<Answer>(
  method: Method,
  address: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  const response = await reach(address, {
    method,
    headers: {
      Accept: "application/json",
      ...(method === "GET" ? {} : { "X-CSRFToken": boot().csrf }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  if (response.ok) return (await response.json()) as Answer;
  throw new Refused(await problemOf(response));
}

async function reach(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, request);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Unreachable();
  }
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return {
      status: response.status,
      title: w("服务器没有按预期回答。", "The server did not answer as expected."),
      detail: "",
    };
  }
}

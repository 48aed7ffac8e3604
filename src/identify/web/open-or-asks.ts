import type { AccessReading, Statuses, WebQuestion } from './web-application.ts';

/** A question with what its replies say about access. */
export type AccessQuestion = WebQuestion & { readonly readings: readonly AccessReading[] };

/** Answered with 200 and such a body where a stranger may ask it, and with 401 (or what is given) where credentials are demanded. */
export function openOrAsks(path: string, body: RegExp, asks: Statuses = 401): AccessQuestion {
  return {
    path,
    readings: [
      { status: 200, body, access: 'none-required' },
      { status: asks, access: 'required' },
    ],
  };
}

/** Answered with 200 and such a body to whoever asks; of a refusal nobody could tell whose it is. */
export function openTo(path: string, body: RegExp): AccessQuestion {
  return { path, readings: [{ status: 200, body, access: 'none-required' }] };
}

/** `/` leads strangers to a form for their name and password: its place, or the form itself. */
export function loginInstead(location: RegExp, form?: RegExp): AccessQuestion {
  const readings: readonly AccessReading[] = [
    { status: [301, 302, 303, 307, 308], header: ['location', location], access: 'required' },
  ];
  return {
    path: '/',
    readings: form === undefined ? readings : [...readings, { status: 200, body: form, access: 'required' }],
  };
}

/** A page that strangers get: a form for their name and password where they must have one. */
export function formAt(path: string, form: RegExp): AccessQuestion {
  return {
    path,
    readings: [
      { status: 200, body: form, access: 'required' },
      { status: 401, access: 'required' },
    ],
  };
}

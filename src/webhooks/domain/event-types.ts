/** Type URIs of CAEP events begin so. */
export const CAEP = 'https://schemas.openid.net/secevent/caep/event-type/';

/** Type URIs of RISC events begin so. */
export const RISC = 'https://schemas.openid.net/secevent/risc/event-type/';

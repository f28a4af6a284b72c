/** Where members listen in on running calls and step in. */
export const supervisionNamespace = '/supervise';

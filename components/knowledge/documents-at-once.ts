/** Rows of the list at once: each asks for its own index. The server and the browser ask alike. */
export const documentsAtOnce = 30;

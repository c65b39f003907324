/**
 * A managed identity token service and its relying party, as code that can be put into a service of one's own.
 *
 * @packageDocumentation
 */
export {};

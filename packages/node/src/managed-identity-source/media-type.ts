/** The media type of a response in lower case, without its parameters; the empty text when it says none. */
export function readMediaType(response: Response): string {
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';', 1);
  return type.trim().toLowerCase();
}

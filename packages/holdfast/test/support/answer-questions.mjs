// The other side of asked-program.ts: answers questions until nobody asks any more.
export function answerQuestions(answer) {
  process.on('message', async ({ question }) => {
    try {
      process.send({ value: await answer(question) });
    } catch (error) {
      const { name, message, code, errorCode, errorMessage, statusCode } = error;
      process.send({ error: { name, message, code, errorCode, errorMessage, statusCode } });
    }
  });
  process.once('disconnect', () => process.exit());
}

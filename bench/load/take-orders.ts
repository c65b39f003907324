/** Makes this process run the orders of whoever started it, and end with him, or with the first order that cannot be run. */
export function takeOrders<Order, Report>(run: (order: Order) => Promise<Report>): void {
  process.once('disconnect', () => process.exit());
  process.on('message', (order: Order) => {
    run(order).then(
      (report) => process.send?.(report),
      () => process.exit(1),
    );
  });
}

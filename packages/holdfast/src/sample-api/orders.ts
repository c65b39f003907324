/** One order of the sample shop. */
export interface Order {
  readonly id: number;
  readonly item: string;
  readonly quantity: number;
}

/** The sample shop's orders, kept in memory. */
export interface Orders {
  list(limit: number): readonly Order[];
  find(id: number): Order | undefined;
  add(item: string, quantity: number): Order;
  remove(id: number): boolean;
}

const most = 1000;

/** A shop with a few orders; it forgets the oldest beyond a thousand. */
export function createOrders(): Orders {
  const orders = new Map<number, Order>();
  let nextId = 1;
  const add = (item: string, quantity: number): Order => {
    const order = { id: nextId, item, quantity };
    orders.set(nextId, order);
    nextId += 1;
    const oldest = orders.keys().next();
    if (orders.size > most && oldest.done !== true) orders.delete(oldest.value);
    return order;
  };
  for (const item of ['anchor', 'bollard', 'capstan', 'davit', 'ensign', 'fender', 'grapnel', 'hawser']) add(item, 1);
  return {
    list: (limit) => [...orders.values()].slice(0, limit),
    find: (id) => orders.get(id),
    add,
    remove: (id) => orders.delete(id),
  };
}

// Once: what is made of an object is made when it is first asked for, and kept as long as the object is.
//
// Rows that the database remembers are the same object until the data changes, and so is what was made of them.

/** The same function, which makes of each object once. */
export function once<Of extends object, Made>(make: (of: Of) => Made): (of: Of) => Made {
  const made = new WeakMap<Of, Made>();
  return (of) => {
    const there = made.get(of);
    if (there !== undefined) return there;
    const fresh = make(of);
    made.set(of, fresh);
    return fresh;
  };
}

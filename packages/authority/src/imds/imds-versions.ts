/** Versions of the interface that clients in use ask for, oldest first. */
export const imdsVersions = ['2018-02-01', '2019-08-01', '2020-06-01', '2021-02-01'] as const;

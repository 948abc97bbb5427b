mod leftovers;
mod place;
mod reading;
mod server;
mod tricks;
